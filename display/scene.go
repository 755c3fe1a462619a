// This file describes an explanation that moves: grids of cells, some of them lit at each step, as chart.js shows them.

package display

import "encoding/json"

// maxSceneSteps bounds what a scene takes in the page.
const maxSceneSteps = 400

// A scene is what an explanation shows at each of its steps.
type scene struct {
	Title     string      `json:"title,omitempty"`
	About     string      `json:"about,omitempty"` // the same for a reader who cannot see it
	Steps     int         `json:"steps"`
	PerSecond int         `json:"perSecond"`
	Grids     []sceneGrid `json:"grids"`
	Captions  []string    `json:"captions"` // one for each step
	Notes     []string    `json:"notes,omitempty"`
}

// A sceneGrid is a matrix of cells, with the sign that stands between it and the next one.
type sceneGrid struct {
	Title  string     `json:"title"`
	Cols   int        `json:"cols"`
	Count  int        `json:"count"`
	Side   int        `json:"side"`            // of a cell in CSS pixels
	Wide   int        `json:"wide,omitempty"`  // of a cell that is no square
	Break  bool       `json:"break,omitempty"` // on a line of its own
	Flow   bool       `json:"flow,omitempty"`  // a sequence that breaks where the page ends, on a line of its own
	Labels []string   `json:"labels,omitempty"`
	Colors []string   `json:"colors,omitempty"` // of the cells: full where they are lit
	Inks   []string   `json:"inks,omitempty"`   // of the labels on full colours
	Text   [][]string `json:"text,omitempty"`   // of the cells at each step, in place of Labels
	Lit    [][]int    `json:"lit,omitempty"`    // the cells that are lit at each step
	Mark   bool       `json:"mark,omitempty"`   // lit cells have an outline
	UpTo   bool       `json:"upto,omitempty"`   // labels appear with their step
	Pick   []int      `json:"pick,omitempty"`   // the step that a pointer on a cell asks for, or -1
	Sign   string     `json:"sign,omitempty"`
}

// moving puts the script behind a picture that plays a scene in its place.
func moving(picture string, s scene) string {
	data, err := json.Marshal(s)
	if err != nil {
		return picture
	}
	return interactive(picture, map[string]string{"scene": packBytes(data)})
}

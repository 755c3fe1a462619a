package display

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/arraybook/arraybook/array"
)

func sines(n int, factors ...float64) [][]float64 {
	rows := make([][]float64, len(factors))
	for k, f := range factors {
		for i := range n {
			rows[k] = append(rows[k], math.Sin(f*float64(i)/20)*(1+f))
		}
	}
	return rows
}

func init() {
	bell := make([]float64, 5000)
	for i := range bell {
		for k := range 12 {
			bell[i] += math.Mod(float64((i*2654435761+k*40503*(i+7))%100003)/100003, 1)
		}
	}
	x, y := bell[:300], bell[300:600]
	for name, figure := range map[string]func() *Figure{
		"line": func() *Figure {
			return Line(sines(200, 1, 2, 3), Title("Three waves"), Titles("slow", "middle", "fast"), XLabel("time"), YLabel("height"))
		},
		"line-few":   func() *Figure { return Line([]int{3, 1, 4, 1, 5, 9, 2, 6}) },
		"line-gap":   func() *Figure { return Line([]float64{1, 2, math.NaN(), 4, 3}, X([]float64{0, 1, 2, 4, 8})) },
		"line-log":   func() *Figure { return Line([]float64{1, 10, 1000, 0, 1e5}, Log()) },
		"line-long":  func() *Figure { return Line(sines(100_000, 0.01)) },
		"bar":        func() *Figure { return Bar(map[string]int{"go": 12, "python": 30, "rust": -7}, Title("Points")) },
		"bar-series": func() *Figure { return Bar([][]int{{1, 2, 3}, {3, 2, 1}}, Titles("a", "b"), Names("x", "y", "z")) },
		"scatter":    func() *Figure { return Scatter(x, y, Title("Cloud")) },
		"scatter-classes": func() *Figure {
			kinds := make([]string, len(x))
			for i := range kinds {
				kinds[i] = [...]string{"low", "middle", "high"}[min(max(int(x[i]-4.5), 0), 2)]
			}
			return Scatter(x, y, Classes(kinds), Title("Cloud"))
		},
		"histogram":     func() *Figure { return Histogram(bell, XLabel("sum of twelve")) },
		"histogram-int": func() *Figure { return Histogram([]int{1, 2, 2, 3, 3, 3, 6}) },
	} {
		figures[name] = figure
	}
}

func TestPlotErrors(t *testing.T) {
	for _, c := range []struct {
		figure *Figure
		want   string
	}{
		{Line(nil), "the values are nil"},
		{Line("text"), "values of type string"},
		{Line([]string{"a"}), "values of type []string"},
		{Line([]float64{}), "no values"},
		{Line(array.Zeros[int](2, 2, 2)), "shape (2, 2, 2)"},
		{Line([]int{1, 2}, X([]int{1})), "1 value of x for 2 of y"},
		{Line([]int{1, 2}, Titles("a", "b")), "2 Titles for 1 series"},
		{Line([]int{1}, Colormap("gray")), "Line takes no option Colormap"},
		{Line(make([][]int, 100)), "series 0: the values are nil"},
		{Scatter([]int{1, 2, 3}, []int{1}), "3 values of x for 1 of y"},
		{Scatter([]int{1, 2}, []int{1, 2}, Classes([]int{1})), "Scatter: Classes: 1 label for 2 points"},
		{Scatter([]int{1, 2}, [][]int{{1, 2}, {3, 4}}, Classes([]int{1, 2})), "labels part one series, not 2"},
		{Scatter([]int{1}, []int{1}, Classes([]struct{}{{}})), "labels of type []struct {}"},
		{Scatter([]int{1}, []int{1}, Classes(array.Zeros[int](1, 1))), "an array of shape (1, 1)"},
		{Scatter([]int{1}, []int{1}, Classes(nil)), "the labels are nil"},
		{Scatter([]int{1, 2}, []int{1, 2}, Classes([]bool{true, false}), Titles("a", "b", "c")), "3 Titles for 2 series"},
		{Bar(make([]int, 1000)), "1000 bars; up to 500"},
		{Bar([]int{1}, Names("a", "b")), "2 Names for 1 bar"},
		{Histogram([]int{1}, Bins(0)), "Bins(0)"},
		{Histogram([]int{1}, Log()), "Histogram takes no option Log"},
	} {
		if err := c.figure.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
	}
}

// TestEveryPlot draws charts of awkward values: none may panic.
func TestEveryPlot(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, values := range [][]float64{{0}, {5}, {nan}, {inf, -inf}, {1, 1, 1}, {math.MaxFloat64, -math.MaxFloat64}, {1e-320, 1e-310}, {-1, nan, 1}} {
		for i, f := range []*Figure{Line(values), Line(values, Log()), Bar(values), Scatter(values, values), Histogram(values), Line(values, Size(40, 40)), Histogram(values, Range(0, 1))} {
			if f.Err() != nil {
				t.Errorf("%v, figure %d: %v", values, i, f.Err())
				continue
			}
			if _, err := f.PNG(); err != nil || f.String() == "" || f.shape.description() == "" {
				t.Errorf("%v, figure %d: %v", values, i, err)
			}
		}
	}
	if f := Bar(map[string]time.Duration{"a": time.Second}); f.Err() != nil {
		t.Error(f.Err())
	}
}

// TestClasses reads the series that labels make, in the order of the labels, whatever their type.
func TestClasses(t *testing.T) {
	type kind int
	for _, c := range []struct {
		labels any
		want   string
	}{
		{[]int{10, 9, 10, -1}, "-1:[3] 9:[1] 10:[0 2]"},
		{array.Of[uint8](2, 0, 2, 2), "0:[1] 2:[0 2 3]"},
		{array.Of(true, false, true, true), "false:[1] true:[0 2 3]"},
		{[]string{"b", "a", "", "b"}, ":[2] a:[1] b:[0 3]"},
		{[]kind{1, 0, 1, 0}, "0:[1 3] 1:[0 2]"},
		{[4]float64{0.5, 2, 0.5, 0.25}, "0.25:[3] 0.5:[0 2] 2:[1]"},
		{[]any{1, "a", true, 1}, "1:[0 3] a:[1] true:[2]"},
	} {
		f := Scatter([]int{0, 1, 2, 3}, []int{0, 1, 2, 3}, Classes(c.labels))
		if f.Err() != nil {
			t.Errorf("%v: %v", c.labels, f.Err())
			continue
		}
		var got []string
		for _, s := range f.shape.(*plot).series {
			got = append(got, fmt.Sprint(s.name, ":", s.y))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v: %v, want %s", c.labels, got, c.want)
		}
	}
}

// TestHistogramChart reads the interactive form of a histogram: bars on an axis of numbers, and the picture's caption.
func TestHistogramChart(t *testing.T) {
	p := Histogram([]float64{0, 1, 2, 3, math.NaN()}, Bins(2)).shape.(*plot)
	data, err := json.Marshal(p.spec())
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Option struct {
			Title []struct{ Text string }
			XAxis []struct {
				Type     string
				Min, Max float64
			}
			Series []struct {
				Data []struct {
					Name  string
					Value [2]float64
				}
			}
		}
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	o := got.Option
	if len(o.Title) != 2 || o.Title[1].Text != "4 values in 2 bins, 1 not finite" {
		t.Errorf("titles %v", o.Title)
	}
	if len(o.XAxis) != 1 || o.XAxis[0].Type != "value" || o.XAxis[0].Min != 0 || o.XAxis[0].Max != 3 {
		t.Errorf("axis %v", o.XAxis)
	}
	if len(o.Series) != 1 || len(o.Series[0].Data) != 2 {
		t.Fatalf("series %v", o.Series)
	}
	if bar := o.Series[0].Data[1]; bar.Name != "1.5 to 3" || bar.Value != [2]float64{2.25, 2} {
		t.Errorf("second bar %v", bar)
	}
}

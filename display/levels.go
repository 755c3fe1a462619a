// This file chooses with how many colours a map is drawn: as many as the notebook has room for.

package display

import "math"

// mapBudget is the number of bytes, as base64, that the pixels of a figure's maps may take in the page.
const mapBudget = 88_000

// The numbers of colours of a continuous scale, from steps below what an eye tells apart to the fewest that still show a
// form. Smooth maps take little space with any of them; in noise, which takes most, single steps cannot be seen.
var levelCounts = []int{160, 96, 48, 32, 24, 16, 12, 8, 6}

// fewestLevels is the least number for a single map, which is looked at more closely than one of a grid.
const fewestLevels = 24

// fineBins divide a scale so that each of levelCounts is a number of whole groups of them.
const fineBins = 480

// levelsFor returns the largest number of colours with which the panels, drawn with the given number of cells in all,
// probably keep to the budget. The size of the file is estimated from the entropy of the colours themselves and from that
// of their differences from a prediction (Shannon 1948): deflate comes close to the smaller of the two.
func levelsFor(panels []panel, cells, least int) int {
	if cells <= mapBudget/2 { // less than a byte each
		return levelCounts[0]
	}
	const middle = 48
	fine := make([]int, fineBins)
	residuals := make([]int, 2*middle)
	for i := range panels {
		p := &panels[i]
		p.scale.levels = fineBins
		skip := 1 + p.rows*len(panels)/400
		for r := skip - 1; r < p.rows; r += skip {
			above := p.scale.levelsOf(p.values[max(r-1, 0)*p.cols:][:p.cols])
			left, corner := 0, 0
			for c, level := range p.scale.levelsOf(p.values[r*p.cols : (r+1)*p.cols]) {
				if level < 0 || above[c] < 0 {
					continue
				}
				fine[level]++
				at, up := int(level)*middle/fineBins, int(above[c])*middle/fineBins
				residuals[min(max(at-paeth(left, up, corner)+middle, 0), len(residuals)-1)]++
				left, corner = at, up
			}
		}
	}
	predicted := entropy(residuals)
	for _, n := range levelCounts {
		if n <= least {
			break
		}
		own := entropy(groupedBins(fine, n))
		bits := min(own, max(predicted+math.Log2(float64(n)/middle), 0.25))
		bits = 1.1*bits + 0.1                   // Huffman codes are whole bits
		if bits*float64(cells)/6 <= mapBudget { // base64 carries 6 bits in a byte
			return n
		}
	}
	return least
}

// copyBudget is the number of bytes that the maps of the copy for readers without HTML may take.
const copyBudget = 6 << 10

// coarseStep is how many times larger the cells of that copy are, so that it keeps to its budget: 2 to 8 times.
func coarseStep(panels []panel, cell cellSize) int {
	const most = 8
	for k := 2; k < most; k++ {
		cells, differences := 0, make([]int, 2*levelCounts[0]+1)
		for i := range panels {
			p := &panels[i]
			shown := p.shrink(k * cell.step)
			cells += len(shown.values)
			last := 0
			for _, level := range p.scale.levelsOf(shown.values) {
				if level >= 0 {
					differences[int(level)-last+levelCounts[0]]++
					last = int(level)
				}
			}
		}
		// A cell is one difference and a bit at least for each further pixel of its first row.
		if float64(cells)*(entropy(differences)+float64(min(k*cell.w, 4)-1))/8 <= copyBudget {
			return k
		}
	}
	return most
}

// groupedBins adds up fine bins to n.
func groupedBins(fine []int, n int) []int {
	out := make([]int, n)
	for i, count := range fine {
		out[i*n/len(fine)] += count
	}
	return out
}

// entropy is the mean number of bits that tells which of the kinds, occurring so often, is next.
func entropy(counts []int) float64 {
	total, sum := 0.0, 0.0
	for _, n := range counts {
		if n > 0 {
			total += float64(n)
			sum += float64(n) * math.Log2(float64(n))
		}
	}
	if total == 0 {
		return 0
	}
	return math.Log2(total) - sum/total
}

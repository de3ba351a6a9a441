package metric

import (
	"math"
	"time"
)

// Curve is a share as a function of an elapsed time: of the reads that began
// t after a write, how many saw it. Samples are counted in cells whose bounds
// grow by a constant factor, so memory is flat and the resolution is the same
// at every scale. The zero Curve is empty.
type Curve struct {
	cells [curveCells]struct{ yes, all int }
}

const (
	cellsADecade = 20 // each cell is 12% wide
	curveCells   = 1 + 9*cellsADecade
	curveStart   = 100 * time.Microsecond // all below is the first cell
)

func curveCell(d time.Duration) int {
	if d <= curveStart {
		return 0
	}
	return min(curveCells-1, 1+int(math.Log10(float64(d)/float64(curveStart))*cellsADecade))
}

// Record counts one sample.
func (c *Curve) Record(elapsed time.Duration, yes bool) {
	cell := &c.cells[curveCell(elapsed)]
	cell.all++
	if yes {
		cell.yes++
	}
}

// At is the share among the samples within about 18 % of the elapsed time, and
// how many those are. 0 stands for the first 100 microseconds.
func (c *Curve) At(elapsed time.Duration) (ratio float64, samples int) {
	i := curveCell(elapsed)
	yes, all := 0, 0
	for j := max(0, i-1); j <= min(curveCells-1, i+1); j++ {
		if (i == 0) != (j == 0) {
			continue // the first cell is a limit of its own
		}
		yes += c.cells[j].yes
		all += c.cells[j].all
	}
	if all == 0 {
		return math.NaN(), 0
	}
	return float64(yes) / float64(all), all
}

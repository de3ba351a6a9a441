package metric

import "time"

// Cell is how many durations fell between the end of the cell before and End.
type Cell struct {
	End   time.Duration
	Count int
}

// Spread counts the latencies of the whole run in cells that widen by a quarter
// each, from the shortest to the longest. It is empty if there are none.
func (s *Series) Spread() []Cell {
	var out []Cell
	end := 100 * time.Microsecond
	for _, b := range s.latency.Distribution() {
		if b.Count == 0 {
			continue
		}
		d := time.Duration(b.To) * time.Microsecond
		if len(out) == 0 {
			for end < d {
				end += end / 4
			}
			out = append(out, Cell{End: end})
		}
		for out[len(out)-1].End < d {
			end += end / 4
			out = append(out, Cell{End: end})
		}
		out[len(out)-1].Count += int(b.Count)
	}
	return out
}

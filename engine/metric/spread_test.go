package metric

import (
	"testing"
	"time"

	"netsplit/engine/history"
)

// TestSpreadCountsAll puts each latency into the cell that holds it, and none
// into another.
func TestSpreadCountsAll(t *testing.T) {
	s := NewSeries()
	if got := s.Spread(); len(got) != 0 {
		t.Errorf("an empty series has cells: %v", got)
	}
	for i := range 1000 {
		s.Record(0, history.OK, time.Duration(1000+i)*time.Microsecond)
	}
	s.Record(0, history.OK, 2*time.Second)
	sum, last := 0, time.Duration(0)
	cells := s.Spread()
	for _, c := range cells {
		if c.End <= last {
			t.Errorf("cells do not widen: %v", cells)
		}
		sum, last = sum+c.Count, c.End
	}
	if sum != 1001 || cells[0].Count == 0 || cells[len(cells)-1].Count != 1 || last < 2*time.Second || last > 3*time.Second {
		t.Errorf("%d counted: %v", sum, cells)
	}
}

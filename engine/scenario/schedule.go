package scenario

import (
	"fmt"
	"strings"
	"time"

	"netsplit/engine/network"
)

// Planned is an entry of a schedule: from a moment on, so many.
type Planned struct {
	At    time.Duration // since the start of the run
	Count int
}

// maxPlanned bounds a schedule.
const maxPlanned = 100

// ParseSchedule reads "10s=8 60s=2": from 10 s on eight, from 60 s on two.
// "none" plans nothing.
func ParseSchedule(text string) ([]Planned, error) {
	if strings.TrimSpace(text) == "none" {
		return nil, nil
	}
	var list []Planned
	for _, e := range strings.Fields(strings.ReplaceAll(text, ",", " ")) {
		at, number, ok := strings.Cut(e, "=")
		d, err := network.ParseDuration(at)
		n, err2 := parseCount(number)
		switch {
		case !ok || err != nil || err2 != nil || d < 0:
			return nil, fmt.Errorf("%s is not an entry of a schedule: write 10s=8, from 10 s on eight", quote(e))
		case n > maxNodes:
			return nil, fmt.Errorf("%s plans more than %d", quote(e), maxNodes)
		case len(list) > 0 && d <= list[len(list)-1].At:
			return nil, fmt.Errorf("%s is not later than the entry before it: write a schedule in the order of time", quote(e))
		}
		list = append(list, Planned{d, n})
	}
	if len(list) == 0 || len(list) > maxPlanned {
		return nil, fmt.Errorf("a schedule has from 1 to %d entries, like 10s=8 60s=2; none is no schedule", maxPlanned)
	}
	return list, nil
}

// Schedule returns what is planned, in the order of time.
func (c Component) Schedule(name string) []Planned { return c.value(name, TypeSchedule).planned }

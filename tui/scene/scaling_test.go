package scene

import (
	"time"

	"netsplit/engine"
)

// fixtureScalings are a group of machines that grew late, and a function.
func fixtureScalings() []engine.Scaling {
	machines := engine.Scaling{Component: "web", Mode: "vms", Target: 0.6, Least: 2, Most: 8, Running: 6, Booting: 2, Boot: 30 * time.Second,
		Reason: "the instances are 98% busy"}
	code := engine.Scaling{Component: "resize", Mode: "function", Most: 100, Running: 9, Booting: 3, Ready: 11, Boot: 400 * time.Millisecond}
	for second := range 60 {
		m, f := engine.ScalePoint{Running: 2, Utilisation: 0.55}, engine.ScalePoint{Running: 2, Booting: 1, Utilisation: 0.02}
		switch {
		case second >= 50:
			m = engine.ScalePoint{Running: 6, Booting: 2, Utilisation: 0.75}
		case second >= 20:
			m = engine.ScalePoint{Running: 2, Booting: 4, Utilisation: 1}
		}
		if second >= 20 {
			f = engine.ScalePoint{Running: 9, Booting: 14, Utilisation: 0.09}
		}
		machines.Points, code.Points = append(machines.Points, m), append(code.Points, f)
	}
	return []engine.Scaling{machines, code}
}

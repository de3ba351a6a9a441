package engine

import (
	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// Session makes a scenario's steps of a recording: it does the same again and
// ends at the same moment. What only let time pass is left out, since every other
// step has its time, and some were taken while it went on; the last step waits
// until now.
func Session(recording []scenario.Step, now clock.Time) []scenario.Step {
	var out []scenario.Step
	for _, s := range recording {
		switch s.Command.(type) {
		case scenario.Wait, scenario.WaitUntil:
		default:
			out = append(out, s)
		}
	}
	if now > 0 && (len(out) == 0 || out[len(out)-1].At < now) {
		last := scenario.Step{Timed: true, At: now, Command: scenario.Wait{}}
		last.Text = last.String()
		out = append(out, last)
	}
	return out
}

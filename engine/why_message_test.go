package engine

import (
	"strings"
	"testing"
)

// TestFateOfAJob: why, asked about a job, tells what became of it.
func TestFateOfAJob(t *testing.T) {
	const design = `
scenario: fate
components:
  jobs:  {kind: queue, visibility-timeout: 1s, max-receives: 3}
  brief: {kind: queue, durable: false}
  early: {kind: queue}
  crew:  {kind: worker, instances: 2, time: "constant(200ms)", from: jobs}
  hasty: {kind: worker, from: early, acknowledge: before, time: 500ms}
network: {latency: 1ms}
`
	for name, test := range map[string]struct {
		steps []string
		want  string
	}{
		"done":       {[]string{"send jobs a", "wait 1s"}, "crew-1 had done it."},
		"done twice": {[]string{"send jobs a", "wait 50ms", "pause crew for 3s", "wait 10s"}, "its effect happened 2 times"},
		"dead":       {[]string{"send jobs poison", "wait 10s"}, "It is a dead letter"},
		"kept":       {[]string{"send brief a", "wait 20ms"}, "brief still keeps it."},
		"in memory":  {[]string{"send brief a", "wait 20ms", "crash brief", "restart brief"}, "brief kept its jobs in memory (durable: false), and lost them all.;Step: crash brief"},
		"no disk":    {[]string{"send jobs a", "wait 20ms", "wipe jobs"}, "jobs lost its disk, and all jobs with it.;Step: wipe jobs"},
		"no second":  {[]string{"send early a", "wait 100ms", "crash hasty", "wait 1s"}, "has no second try"},
	} {
		c := start(t, design, 1)
		for _, s := range test.steps {
			try(t, c, s)
		}
		why := c.Why(1).String()
		for _, want := range strings.Split(test.want, ";") {
			if !strings.Contains(why, want) {
				t.Errorf("%s: want %q in\n%s", name, want, why)
			}
		}
	}
}

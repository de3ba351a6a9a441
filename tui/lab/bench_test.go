package lab

import (
	"slices"
	"testing"
	"time"

	"netsplit/engine/scenario"
	"netsplit/tui/page"
	"netsplit/tui/player"
	"netsplit/tui/theme"

	"netsplit/engine"
)

// BenchmarkTwelveComponents draws a running design of more than twelve
// components at 140x45, in each view: the snapshot and the picture, without the
// engine's own work. The slowest hundredth is what people feel.
func BenchmarkTwelveComponents(b *testing.B) {
	sc, err := scenario.Load("testdata/twelve.yaml")
	if err != nil {
		b.Fatal(err)
	}
	views := []pane{paneSystem}
	probe := newBenchPage(b, sc)
	views = append(views, probe.fitting()...)
	for _, view := range views {
		b.Run(view.String(), func(b *testing.B) {
			p := newBenchPage(b, sc)
			p.player.Cluster().Advance(10 * time.Second)
			p.focus = view
			var times []time.Duration
			for b.Loop() {
				p.player.StepEvent()
				p.touched++
				start := time.Now()
				p.follow()
				p.View(140, 43)
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
		})
	}
}

func newBenchPage(b *testing.B, sc *scenario.Scenario) *Page {
	b.Helper()
	env := page.Env{Theme: theme.New(theme.Options{Dark: true}), Journal: &page.Journal{}, Now: time.Now}
	p, err := New(env, Options{Scenario: sc, Make: func(sc *scenario.Scenario, seed uint64) (player.Cluster, error) { return engine.New(sc, seed) }})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

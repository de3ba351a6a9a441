package lab

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// drawing shows an arrangement as letters: each pane's number fills its area.
func drawing(w, h int, s screen) string {
	rows := make([][]byte, h)
	for y := range rows {
		rows[y] = []byte(strings.Repeat(" ", w))
	}
	for y := range h {
		for x := range w {
			switch {
			case s.time.Contains(x, y):
				rows[y][x] = 't'
			case s.tabs.Contains(x, y):
				rows[y][x] = '-'
			case s.summary.Contains(x, y):
				rows[y][x] = '='
			case s.hint.Contains(x, y):
				rows[y][x] = 'h'
			}
		}
	}
	for _, p := range s.panes {
		for y := p.Y; y < p.Y+p.H; y++ {
			for x := p.X; x < p.X+p.W; x++ {
				if rows[y][x] != ' ' {
					rows[y][x] = '!' // two panes in one place
					continue
				}
				rows[y][x] = byte('0' + p.pane)
			}
		}
	}
	var b strings.Builder
	for _, row := range rows {
		b.Write(row)
		b.WriteByte('\n')
	}
	return b.String()
}

func TestArrange(t *testing.T) {
	for _, c := range []struct {
		w, h   int
		focus  pane
		zoomed bool
	}{{140, 43, paneRing, false}, {120, 32, paneLog, false}, {100, 28, paneRing, false}, {100, 28, paneOperations, false},
		{80, 22, paneSystem, false}, {70, 41, paneRing, false}, {140, 43, paneWork, true}, {50, 10, paneRing, false}} {
		t.Run(fmt.Sprintf("%dx%d-%d-%v", c.w, c.h, int(c.focus), c.zoomed), func(t *testing.T) {
			golden.RequireEqual(t, []byte(drawing(c.w, c.h, arrange(c.w, c.h, c.focus, c.zoomed, design{true, true, true, true, []pane{panes, panes + 1}}))))
		})
	}
}

// At every size no pane overlaps another or leaves the screen, and the focused
// one is there.
func TestArrangeEverySize(t *testing.T) {
	for w := 0; w <= 200; w += 13 {
		for h := 0; h <= 60; h += 3 {
			for focus := paneRing; focus < panes; focus++ {
				s := arrange(w, h, focus, false, design{w%2 == 0, w%3 == 0, w%5 == 0, w%7 == 0, []pane{panes, panes + 1}})
				if strings.Contains(drawing(w, h, s), "!") {
					t.Fatalf("at %dx%d, pane %d: overlap\n%s", w, h, focus, drawing(w, h, s))
				}
				found := false
				for _, p := range s.panes {
					found = found || p.pane == focus
				}
				if !found {
					t.Fatalf("at %dx%d the focused pane %d is not drawn", w, h, focus)
				}
			}
		}
	}
}

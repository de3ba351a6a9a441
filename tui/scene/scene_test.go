package scene

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"netsplit/engine"
	"netsplit/engine/clock"
)

// scenes is every scene by name, with the fixture's texts.
func scenes() map[string]func(View, int, int) *Canvas {
	why := fixtureWhy()
	return map[string]func(View, int, int) *Canvas{
		"ring": Ring, "topology": Topology, "replicas": Replicas,
		"clients": Clients, "cache": Cache, "cache-arc": fixtureCache(arcCache()), "cache-sieve": fixtureCache(sieveCache()), "queue": Queue, "topic": Topic, "stream": Stream, "work": Work, "inspector": Inspector, "script": Script, "raft": RaftLog,
		"history":   History,
		"services":  Services,
		"scaling":   func(v View, w, h int) *Canvas { v.Snapshot.Scalings = fixtureScalings(); return Scaling(v, w, h) },
		"balancer":  Balancers,
		"fronts":    func(v View, w, h int) *Canvas { fixtureEdge(v.Snapshot); return Fronts(v, w, h) },
		"arrays":    func(v View, w, h int) *Canvas { fixtureEdge(v.Snapshot); return Arrays(v, w, h) },
		"names":     func(v View, w, h int) *Canvas { fixtureEdge(v.Snapshot); return Names(v, w, h) },
		"listeners": func(v View, w, h int) *Canvas { fixtureListeners(v.Snapshot); return Listeners(v, w, h) },
		"functions": func(v View, w, h int) *Canvas { v.Snapshot.Scalings = fixtureScalings(); return Functions(v, w, h) },
		"members":   Membership,
		"metrics": func(v View, w, h int) *Canvas {
			v.Series, v.Metric = fixtureSeries(), "users.p99"
			return Metrics(v, w, h)
		},
		"chart": func(v View, w, h int) *Canvas {
			v.Series, v.Metric = fixtureSeries(), "users.p99"
			return Chart(v, w, h)
		},
		"latency": func(v View, w, h int) *Canvas { v.Latencies = fixtureLatencies(); return Latency(v, w, h) },
		"compare": func(v View, w, h int) *Canvas { v.Fork, v.Forked = fixtureFork(), 3_000_000; return Compare(v, w, h) },
		"operations": func(v View, w, h int) *Canvas {
			return Operations(v, Notable, Filtered(v.Snapshot.Operations, Notable), w, h)
		},
		"log": func(v View, w, h int) *Canvas { return Log(v, 0, w, h) },
		"why": func(v View, w, h int) *Canvas { return Why(v, why, 0, w, h) },
		"messages": func(v View, w, h int) *Canvas {
			v.Past, v.Operation = fixturePast(), 3
			return Messages(v, w, h)
		},
		"timebar": func(v View, w, h int) *Canvas {
			return TimeBar(v, Clock{Now: v.Snapshot.Time, End: clock.FromDuration(20 * time.Second), Speed: 0.01,
				Marks: []Mark{{3_200_000, true}, {1_000_000, false}}, Note: "resumed at 12.3 s; space runs on"}, w, h)
		},
	}
}

// The pictures are the documentation: read them in testdata when they change.
func TestPictures(t *testing.T) {
	sizes := map[string][][2]int{
		"ring":     {{46, 23}, {78, 17}, {30, 10}, {20, 5}},
		"timebar":  {{78, 2}, {140, 2}},
		"messages": {{46, 20}, {78, 20}, {136, 40}},
		"topic":    {{34, 8}, {78, 20}, {136, 40}},
		"stream":   {{34, 8}, {78, 20}, {136, 40}},
	}
	for name, draw := range scenes() {
		areas := sizes[name]
		if areas == nil {
			areas = [][2]int{{46, 20}, {34, 8}}
		}
		// The areas of a pane that stands alone at 80x24, 100x30 and 140x45.
		areas = append(areas, [2]int{76, 16}, [2]int{96, 22}, [2]int{136, 37})
		for _, area := range areas {
			for _, ascii := range []bool{false, true} {
				mode := "unicode"
				if ascii {
					mode = "ascii"
				}
				t.Run(fmt.Sprintf("%s-%dx%d-%s", name, area[0], area[1], mode), func(t *testing.T) {
					v := fixtureView()
					v.ASCII = ascii
					c := draw(v, area[0], area[1])
					c.ASCII = ascii
					picture := trimRight(c.String(nil))
					if ascii {
						for _, r := range picture {
							if r > 126 {
								t.Errorf("%q is not plain", r)
							}
						}
					}
					golden.RequireEqual(t, []byte(picture))
				})
			}
		}
	}
}

func trimRight(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// Every scene at every size has exactly that size, also when nothing is there
// and when names are hostile.
func TestEverySize(t *testing.T) {
	hostile := fixture()
	evil := "\x1b[2J\x1b]0;x\x07日本語\u202eabc\xff👩‍👩‍👧 " + strings.Repeat("m", 300)
	hostile.Stores[0].Keys[0].Key = evil
	hostile.Stores[0].Keys[0].Cells[0].Value = evil
	hostile.Rings[0].Keys[0].Key = evil
	hostile.Log[0].Text = evil
	hostile.Operations[0].Name = evil
	hostile.Caches[0].Entries[0].Value = evil
	hostile.Queues[0].Jobs[0].Body = evil
	views := map[string]View{
		"fixture": fixtureView(),
		"empty":   {Snapshot: &engine.Snapshot{}},
		"hostile": {Snapshot: hostile, Key: evil, Node: "store-3"},
	}
	for kind, v := range views {
		for name, draw := range scenes() {
			for w := 0; w <= 200; w += 1 + w/3 {
				for h := 0; h <= 60; h += 1 + h/2 {
					s := draw(v, w, h).String(nil)
					lines := strings.Split(s, "\n")
					if h > 0 && len(lines) != h {
						t.Fatalf("%s of %s at %dx%d has %d lines", name, kind, w, h, len(lines))
					}
					if strings.ContainsAny(s, "\x1b\x07\u202e") {
						t.Fatalf("%s of %s lets an escape through", name, kind)
					}
					for _, line := range lines {
						if got := ansi.StringWidth(line); got != w && h > 0 {
							t.Fatalf("%s of %s at %dx%d: a line is %d wide: %q", name, kind, w, h, got, line)
						}
					}
				}
			}
		}
	}
}

func TestPainterKeepsText(t *testing.T) {
	var styles Styles
	for i := range styles {
		styles[i] = lipgloss.NewStyle().Foreground(lipgloss.ANSIColor(i))
	}
	c := Ring(fixtureView(), 46, 23)
	painted := c.String(NewPainter(styles))
	if got, want := ansi.Strip(painted), c.String(nil); got != want {
		t.Errorf("painting changed the text:\n%s\n%s", got, want)
	}
	if !strings.Contains(painted, "\x1b[") {
		t.Error("nothing was painted")
	}
}

func TestGroups(t *testing.T) {
	got := fmt.Sprint(Groups(fixture(), "store"))
	if want := "[{[store-1 store-2]} {[store-3 store-4 store-5]}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := fmt.Sprint(Groups(fixture(), "web")); got != "[{[web-1 web-2 web-3]}]" {
		t.Errorf("web, which has no links among itself: %s", got)
	}
}

// A one-way cut divides: the side that can't be heard is not in the same group
// as those who can't hear it, unless there is a way around.
func TestGroupsOneWay(t *testing.T) {
	s := &engine.Snapshot{Components: []engine.Component{{Name: "c", Members: []string{"a", "b"}}},
		Links: []engine.Link{{From: "a", To: "b", Cut: true}, {From: "b", To: "a"}}}
	groups := Groups(s, "c")
	if len(groups) != 2 || !oneWay(s, groups[0], groups[1]) {
		t.Errorf("groups %v, want two that are cut one way", groups)
	}
}

// One node cut off from four others is one line, whatever its number.
func TestCutsAreFewLines(t *testing.T) {
	link := func(s *engine.Snapshot, from, to string, cut bool) {
		s.Links = append(s.Links, engine.Link{From: from, To: to, Cut: cut, Why: "the step"})
	}
	var alone, oneWay engine.Snapshot
	for _, a := range members("n", 4) {
		for _, b := range members("n", 4) {
			if a != b {
				link(&alone, a, b, a == "n-3" || b == "n-3")
				link(&oneWay, a, b, a == "n-2" && b != "n-1")
			}
		}
	}
	for _, c := range []struct {
		s    *engine.Snapshot
		want string
	}{
		{&alone, "[{[n-3] [n-1 n-2 n-4] true 0 the step}]"},
		{&oneWay, "[{[n-2] [n-3 n-4] false 0 the step}]"},
		{fixture(), "[{[store-1 store-2] [store-3 store-4 store-5] true 0 partition store-1 store-2 | store-3 store-4 store-5 (3.200 s)} {[hot] [store-3] false 0 }]"},
	} {
		if got := fmt.Sprint(Cuts(c.s)); got != c.want {
			t.Errorf("got %s\nwant %s", got, c.want)
		}
	}
}

func TestPercentNeverRoundsUpToAll(t *testing.T) {
	for _, c := range []struct {
		ratio float64
		want  string
	}{{1, "100%"}, {.999999, "99.99%"}, {.995, "99.50%"}, {.5, "50.0%"}, {0, "0.0%"}} {
		if got := Percent(c.ratio); got != c.want {
			t.Errorf("Percent(%v) = %q, want %q", c.ratio, got, c.want)
		}
	}
}

func TestLayersSurviveCycles(t *testing.T) {
	rows := layers([]engine.Component{{Name: "a", To: []string{"b"}}, {Name: "b", To: []string{"a", "b", "nobody"}}})
	n := 0
	for _, r := range rows {
		n += len(r)
	}
	if n != 2 {
		t.Errorf("%d components drawn, want 2", n)
	}
}

// The cone of a write holds what leads from its beginning to its end, and
// neither a read beside it nor what was lost on the way.
func TestCone(t *testing.T) {
	p := fixturePast()
	o := engine.Operation{ID: 3, Start: 4_000_000, End: 4_045_000, Outcome: engine.OK}
	for i := range p.Flights {
		p.Flights[i].Operation = 0 // by cause alone
	}
	p.Flights[1].Operation = 3
	if got := fmt.Sprint(Cone(p, o, 5_000_000)); got != "map[2:true 3:true 6:true 7:true]" {
		t.Errorf("got %s", got)
	}
}

// Every view that the lab offers has pictures in testdata.
func TestEverySceneHasPictures(t *testing.T) {
	other := map[string]string{"raft log": "raft", "disks": "arrays", "cache slots": "cache"}
	elsewhere := map[string]bool{"database": true, "shards": true} // with a fixture of their own
	drawn := scenes()
	for _, s := range Scenes() {
		name := cmp.Or(other[s.Name], s.Name)
		if drawn[name] == nil && !elsewhere[s.Name] {
			t.Errorf("no picture of %q: add it to scenes()", s.Name)
		}
	}
}

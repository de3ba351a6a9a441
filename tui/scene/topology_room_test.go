package scene

import (
	"fmt"
	"strings"
	"testing"

	"netsplit/engine"
)

// Members for whom there is no room are counted, and so are those of them that
// are not up: nothing disappears without a word.
func TestTopologyCountsHiddenMembers(t *testing.T) {
	s := &engine.Snapshot{}
	c := engine.Component{Name: "store", Kind: "kv"}
	for i := range 60 {
		name := fmt.Sprintf("store-%d", i+1)
		c.Members = append(c.Members, name)
		state := engine.Up
		if i >= 58 {
			state = engine.Crashed
		}
		s.Nodes = append(s.Nodes, engine.Node{Name: name, Component: "store", State: state})
	}
	s.Components = []engine.Component{c}
	v := View{Snapshot: s}
	for _, h := range []int{4, 12} {
		for w := 16; w < 120; w++ {
			picture := Topology(v, w, h).String(nil)
			shown := strings.Count(picture, "●")
			if want := fmt.Sprintf("+%d ✗2", 60-shown); !strings.Contains(picture, want) && !strings.Contains(picture, "●×58 ✗×2") {
				t.Fatalf("%dx%d shows %d members and no %q:\n%s", w, h, shown, want, picture)
			}
		}
	}
	if picture := Topology(v, 320, 12).String(nil); strings.Contains(picture, "+") {
		t.Errorf("all fit, and yet:\n%s", picture)
	}
}

// Half a number means nothing: what has no room goes word by word.
func TestShorter(t *testing.T) {
	for text, want := range map[string]string{
		"busy 0 of 24, waiting 0": "busy 0 of 24", "9 keys differ": "9 differ", "1 key differs": "1 differs",
		"replicas agree": "agree", "agree": "", "0 of 2 busy": "0/2 busy", "0/2 busy": "0/2", "0/2": "",
		"busy 0 of 24": "0/24 busy", "3 of 3 ok": "3 of 3", "3 of 3": "3/3", "14 waiting": "14 wait", "hits 93.4%": "93.4%",
	} {
		if got := shorter(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// A design of any shape is drawn at any size, each component once where there is
// room: cycles, one long chain, many side by side, members by the dozen in zones.
func TestDesignsOfAnyShape(t *testing.T) {
	shapes := map[string]func(i, n int) []string{
		"chain": func(i, n int) []string { return []string{fmt.Sprintf("c%d", (i+1)%n)} },
		"star":  func(i, n int) []string { return []string{"c0"} },
		"all": func(i, n int) (to []string) {
			return []string{fmt.Sprintf("c%d", (i*7+3)%n), fmt.Sprintf("c%d", (i*5+1)%n), "nobody"}
		},
	}
	for name, to := range shapes {
		for n := 1; n <= 14; n++ {
			s := &engine.Snapshot{}
			for i := range n {
				c := engine.Component{Name: fmt.Sprintf("c%d", i), Kind: "service", To: to(i, n)}
				for m := range 1 + i*2 {
					node := fmt.Sprintf("c%d-%d", i, m+1)
					c.Members = append(c.Members, node)
					s.Nodes = append(s.Nodes, engine.Node{Name: node, Component: c.Name, State: engine.Up, Zone: fmt.Sprintf("eu/%c", 'a'+m%3)})
				}
				s.Components = append(s.Components, c)
			}
			for _, size := range [][2]int{{1, 1}, {76, 18}, {96, 22}, {136, 38}, {250, 70}} {
				picture := Topology(View{Snapshot: s}, size[0], size[1]).String(nil)
				for i := range n {
					if size[0] >= 136 && !strings.Contains(picture, fmt.Sprintf("c%d", i)) {
						t.Errorf("%s of %d at %v lacks c%d:\n%s", name, n, size, i, picture)
					}
				}
			}
		}
	}
}

// Where no row is left for arrows, each box says what it sends to, and which of
// those links are cut, in words.
func TestTopologyNamesLinksWithoutArrows(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		v := fixtureView()
		v.ASCII = ascii
		wants := []string{"users client → web", "web service → hot, jobs", "jobs → "}
		if ascii {
			wants = []string{"users client -> web", "web service -> hot, jobs"}
		}
		picture := Topology(v, 32, 15).String(nil)
		for _, want := range wants {
			if !strings.Contains(picture, want) {
				t.Errorf("no %q in\n%s", want, picture)
			}
		}
	}
}

// A link that skips a layer goes around the boxes between: all of it shows.
func TestDesignLinksGoAroundBoxes(t *testing.T) {
	s := &engine.Snapshot{Components: []engine.Component{
		{Name: "a", Kind: "service", To: []string{"b", "c"}}, {Name: "b", Kind: "service", To: []string{"c"}}, {Name: "c", Kind: "kv"}}}
	for _, size := range [][2]int{{76, 18}, {136, 38}} {
		p := &plan{topology: &topology{view: View{Snapshot: s}, c: NewCanvas(size[0], size[1]), rows: layers(s.Components)}}
		g, _ := p.graph()
		if !p.fits(g, statures[3], tiers[0], size[0], size[1]-2) {
			t.Fatalf("%v: no room", size)
		}
		for i, route := range p.Routes {
			for _, at := range route {
				for j, b := range p.Boxes {
					if at.X >= b.X && at.X < b.X+b.W && at.Y >= b.Y && at.Y < b.Y+b.H {
						t.Fatalf("%v: link %d is behind %s at %v", size, i, p.order[j].Name, at)
					}
				}
			}
		}
	}
}

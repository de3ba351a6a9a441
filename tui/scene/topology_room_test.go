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
			if want := fmt.Sprintf("+%d ✗2", 60-shown); !strings.Contains(picture, want) {
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
		"replicas agree": "agree", "agree": "", "0 of 2 busy": "",
	} {
		if got := shorter(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

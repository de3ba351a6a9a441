package lab

import (
	"path/filepath"
	"strings"
	"testing"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/scene"
)

// Goal: the system of every scenario is drawn whole and with lines on a screen of
// 80x24: no component is out of sight, and no link is told in words.
func TestEverySystemHasItsLinesAt80x24(t *testing.T) {
	files, err := filepath.Glob("../../content/scenarios/*.yaml")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d scenarios, %v", len(files), err)
	}
	for _, file := range append(files, "testdata/twelve.yaml", "testdata/twenty.yaml") {
		sc, err := scenario.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := engine.New(sc, 1)
		if err != nil {
			t.Fatal(err)
		}
		s := c.Snapshot()
		picture := scene.Topology(scene.View{Snapshot: &s}, 76, 16).String(nil)
		for _, sign := range []string{"▼ from", " → ", "more right", "more left", "more below"} {
			if strings.Contains(picture, sign) {
				t.Errorf("%s has %q:\n%s", filepath.Base(file), sign, picture)
			}
		}
		links := false
		for _, x := range s.Components {
			links = links || len(x.To) > 0
			if begin := x.Name[:min(len(x.Name), 4)]; !strings.Contains(picture, begin) {
				t.Errorf("%s lacks %s:\n%s", filepath.Base(file), x.Name, picture)
			}
		}
		if links && !strings.Contains(picture, "▶") {
			t.Errorf("%s has no arrow:\n%s", filepath.Base(file), picture)
		}
	}
}

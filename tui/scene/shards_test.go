package scene

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"netsplit/engine"
)

func shardsView() View {
	s := engine.Sharding{Component: "store", Placement: "ranges of keys", Moving: true, Moved: 120, ToMove: 34, Shards: []engine.Shard{
		{Number: 1, Leader: "store-1", Extent: "up to key-100", Keys: 134, Leaving: 34, Rate: 80, Requests: 900, Refused: 12},
		{Number: 2, Leader: "store-3", Extent: "key-200 to key-300", Keys: 100, Rate: 20},
		{Number: 3, Extent: "", Keys: 6, Leaving: 6, GivesUp: true},
		{Number: 5, Leader: "store-7", Extent: "", Keys: 3, Samples: []string{"cart", "key-7", "key-9"}},
	}, Routers: []string{"store-router-1"}, Directories: []engine.Listed{
		{Node: "store-directory-1", Up: true, Entries: 243, Wrong: 3}, {Node: "store-directory-2", Entries: 240}}}
	return View{Snapshot: &engine.Snapshot{Shardings: []engine.Sharding{s}}, Node: "store-3", Key: "cart"}
}

// The picture says which shard has how much, takes how much and gives what, and
// which directory is wrong; it has the size that was asked for.
func TestShardsPicture(t *testing.T) {
	for _, area := range [][2]int{{78, 12}, {46, 12}} {
		t.Run(fmt.Sprintf("%dx%d", area[0], area[1]), func(t *testing.T) {
			golden.RequireEqual(t, []byte(trimRight(Shards(shardsView(), area[0], area[1]).String(nil))))
		})
	}
	for w := range 90 {
		for h := 1; h < 12; h++ {
			for _, line := range strings.Split(Shards(shardsView(), w, h).String(nil), "\n") {
				if ansi.StringWidth(line) != w {
					t.Fatalf("%dx%d: a line is %d wide", w, h, ansi.StringWidth(line))
				}
			}
		}
	}
}

// Where the words have no room, what was refused is said, and once.
func TestShardsSayRefusedOnce(t *testing.T) {
	v := View{Snapshot: &engine.Snapshot{Shardings: []engine.Sharding{{Component: "ranges", Shards: []engine.Shard{
		{Number: 1, Leader: "ranges-1", Extent: "key-100 to key-200, and on to key-1000", Keys: 944, Rate: 100, Refused: 923}}}}}}
	for w := 43; w < 140; w++ {
		if picture := Shards(v, w, 4).String(nil); strings.Count(picture, "923 refused") != 1 {
			t.Errorf("at %d columns:\n%s", w, picture)
		}
	}
}

package scene

import (
	"strings"
	"testing"

	"netsplit/engine"
	"netsplit/engine/clock"
)

// The latest operation ends at the right edge, and is the one that is looked for.
func TestHistorySaysWhatTheLatestDid(t *testing.T) {
	const second = clock.Time(1_000_000)
	list := []engine.Operation{
		{ID: 1, Manual: true, Client: "you", Kind: "put", Key: "cart", Value: "milk", Outcome: engine.OK, End: second / 100},
		{ID: 2, Manual: true, Client: "you", Kind: "put", Key: "cart", Value: "eggs", Outcome: engine.Failed, Start: second, End: second * 2},
		{ID: 3, Manual: true, Client: "you", Kind: "get", Key: "cart", Value: "milk", Found: true, Outcome: engine.OK, Start: second * 2, End: second * 2},
	}
	v := View{Snapshot: &engine.Snapshot{Operations: list, Time: second * 3}, Key: "cart"}
	for w := 36; w < 140; w++ {
		picture := History(v, w, 12).String(nil)
		for _, want := range []string{"✓w milk", "✗w eggs", "✓r milk"} {
			if !strings.Contains(picture, want) {
				t.Errorf("at %d columns, want %q in\n%s", w, want, picture)
			}
		}
	}
}

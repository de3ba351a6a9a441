package scenario

import (
	"fmt"
	"math"
)

// gatherParams say which rows a service reads and writes for a request.
func gatherParams() []Param {
	return []Param{
		{Name: "reads-from", Type: TypeReferences, Fits: fits(tiers, stores, []string{"cache"}), Unit: "names", Doc: "those of the calls that reads need; none named is all of them"},
		{Name: "writes-to", Type: TypeReferences, Fits: fits(tiers, stores, []string{"cache"}), Unit: "names", Doc: "those of the calls that writes need; none named is all of them"},
		{Name: "rows", Type: TypeInt, Default: "0", Max: 1000, Unit: "rows", Doc: "rows that belong to each key, as orders to a customer: key/1, key/2 and so on"},
		{Name: "hops", Type: TypeInt, Default: "1", Min: 1, Max: 4, Unit: "levels", Doc: "levels of rows: with 2 each row has rows of its own, as friends have friends: key/1/1"},
		{Name: "rows-in", Type: TypeReference, Fits: fits(stores), Unit: "name", Doc: "the store that has these rows; without, the last of those called"},
		{Name: "read-rows", Type: TypeText, Default: "all", Allowed: []string{"all", "one", "none"}, Unit: "word", Doc: "which of them a read fetches: all, one at random, or none"},
		{Name: "write-rows", Type: TypeText, Default: "none", Allowed: []string{"all", "one", "none"}, Unit: "word", Doc: "which of them a write writes: all, if they are copies; one at random; or none"},
		{Name: "read-key", Type: TypeBool, Default: "true", Unit: "switch", Doc: "whether a read also fetches the row of the key itself; not if its copies say all"},
		{Name: "fetch", Type: TypeText, Default: "one-by-one", Allowed: []string{"one-by-one", "parallel", "batch", "join"}, Unit: "word", Doc: "how rows are asked for: one by one (N+1 calls), at once (parallel), a call a shard (batch), or that with the key in it (join)"},
		{Name: "row-size", Type: TypeBytes, Default: "0B", Max: 1e9, Unit: "bytes", Doc: "bytes that a row adds to its message; 0 is as much as the client's size"},
		{Name: "sub-keys", Type: TypeInt, Default: "0", Max: 1000, Unit: "keys", Doc: "keys that each hot key is split into: a write goes to one of them, and a read needs all; 0 splits none"},
		{Name: "hot-keys", Type: TypeZones, Unit: "keys", Doc: "the hot keys, like [celebrity]"},
	}
}

// mostFetched bounds the rows of one read.
const mostFetched = 2000

// gatherProblems is what is wrong between them.
func gatherProblems(c Component) []finding {
	var list []finding
	add := func(param, message, cure string) { list = append(list, finding{c.Name, param, message, cure}) }
	if c.Int("rows") == 0 {
		for _, name := range []string{"hops", "rows-in", "read-rows", "write-rows", "read-key", "fetch", "row-size"} {
			if c.Given(name) {
				add(name, "no rows belong to a key: rows is 0", "add rows: 10")
			}
		}
	}
	if n := math.Pow(float64(c.Int("rows")), float64(c.Int("hops"))); n > mostFetched {
		add(c.blame("hops", "rows"), fmt.Sprintf("a read would fetch %.0f rows", n), fmt.Sprintf("at most %d: write fewer rows or hops", mostFetched))
	}
	if c.Text("read-rows") == "none" && !c.Bool("read-key") {
		add(c.blame("read-key", "read-rows"), "a read would fetch nothing", "write read-rows: all, or read-key: true")
	}
	if (c.Int("sub-keys") > 0) != (len(c.List("hot-keys")) > 0) {
		add(c.blame("sub-keys", "hot-keys"), "a split needs hot keys, and how many each becomes", "write both sub-keys: 8 and hot-keys: [key-1]")
	}
	if name := c.Text("rows-in"); name != "" && !c.calls(name) {
		add("rows-in", quote(name)+" has rows, but it is not called", "name it in calls too")
	}
	for _, param := range []string{"reads-from", "writes-to"} {
		for _, name := range c.List(param) {
			if !c.calls(name) {
				add(param, quote(name)+" is not called", "name it in calls too")
			}
		}
	}
	return list
}

// rowProblems says that rows lie in stores, and that a service asks those itself.
func (sc *Scenario) rowProblems(c Component) []finding {
	param := "rows"
	if c.Int("rows") == 0 {
		param = "sub-keys"
	}
	if c.Int(param) == 0 {
		return nil
	}
	for _, name := range c.List("calls") {
		called, found := sc.find(name)
		if kind, _ := FindKind(called.Kind); !found || kind.Stores {
			return nil
		}
	}
	return []finding{{c.Name, param, fmt.Sprintf("%s has %s of keys in a store, and calls none", c.Name, param), "name a store in calls, or leave " + param + " out"}}
}

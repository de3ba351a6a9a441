package scenario

import "fmt"

func cacheKind() Kind {
	return Kind{Name: "cache", Members: "nodes", problems: cacheProblems, Doc: "keeps copies of a store's values in memory, close at hand and perhaps out of date", Params: []Param{
		{Name: "of", Type: TypeReference, Required: true, Fits: fits(stores), Unit: "name", Doc: "store whose values it keeps"},
		{Name: "nodes", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "nodes", Doc: "how many nodes share the keys; each keeps its own"},
		zonesParam(),
		{Name: "placement", Type: TypeText, Default: "consistent", Allowed: []string{"consistent", "modulo"}, Unit: "word", Doc: "which node keeps a key: by a ring (consistent) or by hash(key) mod nodes (modulo)"},
		{Name: "policy", Type: TypeText, Default: "lru", Allowed: []string{"fifo", "lru", "mru", "lfu", "clock", "arc", "sieve", "s3-fifo"}, Unit: "word", Doc: "which value leaves when it is full: the first that came (fifo), the least recently used (lru) or another"},
		{Name: "capacity", Type: TypeInt, Default: "1000", Min: 1, Max: 1e6, Unit: "values", Doc: "how many values each node holds"},
		{Name: "bytes", Type: TypeBytes, Default: "0B", Max: 1e12, Unit: "bytes", Doc: "how much each node holds, instead of capacity: keys, values and what comes with them; 0B is no such bound"},
		{Name: "strategy", Type: TypeText, Default: "cache-aside", Allowed: []string{"cache-aside", "read-through", "refresh-ahead", "write-through", "write-behind"}, Unit: "word", Doc: "who reads and writes the store: the service that missed (cache-aside), or the cache in one of four ways"},
		{Name: "ttl", Type: TypeDuration, Default: "60s", Max: 365 * day, Unit: "duration", Doc: "how long a value stays; 0 is for ever"},
		{Name: "ttl-jitter", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "by how much the time to live varies up and down, so that not all values end together"},
		{Name: "negative-ttl", Type: TypeDuration, Default: "0s", Max: 365 * day, Unit: "duration", Doc: "how long it keeps that the store has nothing under a key; 0 is not at all"},
		{Name: "stampede", Type: TypeText, Default: "none", Allowed: []string{"none", "single-flight", "early-refresh", "stale-while-revalidate"}, Unit: "word", Doc: "what keeps many misses of one key from the store at once"},
		{Name: "lease", Type: TypeDuration, Default: "400ms", Min: 1e-3, Max: day, Unit: "duration", Doc: "in cache-aside: how long others wait for the user that went to the store"},
		{Name: "stale-for", Type: TypeDuration, Default: "10s", Max: day, Unit: "duration", Doc: "how long after its end a value may be given out while it is read again (stale-while-revalidate)"},
		{Name: "refresh-after", Type: TypeRatio, Default: "75%", Max: 1, Unit: "share", Doc: "refresh-ahead: share of the time to live after which a use has the value read again"},
		{Name: "level", Type: TypeText, Default: "object", Allowed: []string{"object", "query"}, Unit: "word", Doc: "what an entry is: one value (object), or the result of a query over a page of keys (query)"},
		{Name: "page", Type: TypeInt, Default: "10", Min: 2, Max: 1000, Unit: "keys", Doc: "level query: how many neighbouring keys one query reads, such as key-11 to key-20"},
		{Name: "buffer", Type: TypeInt, Default: "1000", Min: 1, Max: 1e6, Unit: "keys", Doc: "write-behind: keys that may wait to be written; more are written through"},
		{Name: "flush-every", Type: TypeDuration, Default: "1s", Min: 1e-3, Max: day, Unit: "duration", Doc: "write-behind: how often what waits is written to the store"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long it waits for the store, when it asks the store itself"},
		{Name: "time", Type: TypeDistribution, Default: "constant(200us)", Unit: "duration", Doc: "how long one lookup takes"},
	}}
}

// cacheProblems is what is wrong between the parameters of a cache: above all,
// parameters that would do nothing.
func cacheProblems(c Component) []finding {
	var list []finding
	strategy, cure := c.Text("strategy"), c.Text("stampede")
	say := func(param, message, cure string) { list = append(list, finding{c.Name, param, message, cure}) }
	only := func(param string, used bool, needs string) {
		if c.Given(param) && !used {
			say(param, fmt.Sprintf("%s of %s has no effect without %s", param, c.Name, needs), "write "+needs+", or leave "+param+" out")
		}
	}
	only("buffer", strategy == "write-behind", "strategy: write-behind")
	only("flush-every", strategy == "write-behind", "strategy: write-behind")
	only("refresh-after", strategy == "refresh-ahead", "strategy: refresh-ahead")
	only("stale-for", cure == "stale-while-revalidate", "stampede: stale-while-revalidate")
	only("page", c.Text("level") == "query", "level: query")
	only("ttl-jitter", c.Duration("ttl") > 0 || c.Duration("negative-ttl") > 0, "a ttl above 0")
	if strategy == "cache-aside" && c.Given("timeout") {
		say("timeout", "a cache-aside cache never asks the store, so it has no time-out", "set timeout on the service that calls it")
	}
	if strategy != "cache-aside" && c.Given("lease") {
		say("lease", fmt.Sprintf("lease of %s has no effect: in %s the cache asks the store itself", c.Name, strategy), "leave lease out: timeout bounds the wait")
	}
	if c.Bytes("bytes") > 0 && c.Given("capacity") {
		say("bytes", "a cache is bounded by bytes or by capacity, not both", "keep one, or write bytes: 0B")
	}
	if c.Duration("ttl") == 0 && (strategy == "refresh-ahead" || cure == "early-refresh" || cure == "stale-while-revalidate") {
		say("ttl", fmt.Sprintf("%s of %s needs values that end, and ttl is 0", firstOf(strategy == "refresh-ahead", strategy, cure), c.Name), "write ttl: 60s")
	}
	if c.Text("level") == "query" && (strategy == "cache-aside" || strategy == "write-behind") {
		say(c.blame("level", "strategy"), fmt.Sprintf("a cache of queries has to read the store itself, and in %s it can't", strategy), "write strategy: read-through, refresh-ahead or write-through")
	}
	return list
}

func firstOf(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

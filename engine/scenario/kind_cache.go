package scenario

func cacheKind() Kind {
	return Kind{Name: "cache", Doc: "keeps copies of a store's values in memory, close at hand and perhaps out of date", Params: []Param{
		{Name: "of", Type: TypeReference, Required: true, Fits: fits(stores), Unit: "name", Doc: "store whose values it keeps"},
		{Name: "policy", Type: TypeText, Default: "lru", Allowed: []string{"fifo", "lru", "mru", "lfu", "clock", "arc", "sieve", "s3-fifo"}, Unit: "word", Doc: "what leaves when it is full: the first that came (fifo), the least recently used (lru), the least often used (lfu), and others"},
		{Name: "capacity", Type: TypeInt, Default: "1000", Min: 1, Max: 1e6, Unit: "values", Doc: "how many values it holds"},
		{Name: "strategy", Type: TypeText, Default: "cache-aside", Allowed: []string{"cache-aside"}, Unit: "word", Doc: "who fills it: the service that missed (cache-aside)"},
		{Name: "ttl", Type: TypeDuration, Default: "60s", Max: 365 * day, Unit: "duration", Doc: "how long a value stays; 0 is for ever"},
		{Name: "time", Type: TypeDistribution, Default: "constant(200us)", Unit: "duration", Doc: "how long one lookup takes"},
		zonesParam(),
	}}
}

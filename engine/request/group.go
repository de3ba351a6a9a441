package request

// Grouper is a router that knows which keys can be asked for together.
type Grouper interface {
	Router
	// Group is the shard of a key; false: it can't be told beforehand.
	Group(key string) (int, bool)
}

// Groups puts keys that one shard has together, in the order in which the
// shards come up. Where nobody knows, each key is by itself.
func (c *Caller) Groups(component string, keys []string) [][]string {
	router, ok := c.directory.routers[component].(Grouper)
	var out [][]string
	places := map[int]int{}
	for _, key := range keys {
		if ok {
			if shard, known := router.Group(key); known {
				i, there := places[shard]
				if there {
					out[i] = append(out[i], key)
					continue
				}
				places[shard] = len(out)
			}
		}
		out = append(out, []string{key})
	}
	return out
}

package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// Filter is what a subscriber of a topic wants to get: messages whose key one of
// the patterns fits. A * at the end of a pattern stands for any rest.
type Filter struct {
	Subscriber string
	Patterns   []string
}

// maxPatterns bounds the patterns of one subscriber.
const maxPatterns = 64

// readFilters reads "mail=order-*|refund-* audit=*". "none" filters nothing.
func readFilters(text string) ([]Filter, error) {
	if strings.TrimSpace(text) == "none" {
		return nil, nil
	}
	var list []Filter
	for _, e := range strings.Fields(strings.ReplaceAll(text, ",", " ")) {
		name, patterns, ok := strings.Cut(e, "=")
		f := Filter{name, strings.Split(patterns, "|")}
		switch {
		case !ok || !isName(name):
			return nil, fmt.Errorf("%s is not a filter: write mail=order-*|refund-*, a subscriber and the keys that it wants", quote(e))
		case slices.ContainsFunc(list, func(o Filter) bool { return o.Subscriber == name }):
			return nil, fmt.Errorf("%s has two filters: write all its keys in one, with | between them", quote(name))
		case len(f.Patterns) > maxPatterns || len(list) == maxRoutes:
			return nil, fmt.Errorf("these are too many filters: at most %d subscribers with %d keys each", maxRoutes, maxPatterns)
		}
		for _, p := range f.Patterns {
			if p == "" || strings.Contains(strings.TrimSuffix(p, "*"), "*") {
				return nil, fmt.Errorf("%s is not a pattern of keys: write order-7, or order-* for all that begin so", quote(p))
			}
		}
		list = append(list, f)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("a filter is written mail=order-*|refund-*; none filters nothing")
	}
	return list, nil
}

// Filters are what the subscribers want; one that has none gets everything.
func (c Component) Filters(name string) []Filter { return c.value(name, TypeFilters).filters }

// filterProblems finds filters of components that do not subscribe.
func (sc *Scenario) filterProblems(c Component) []finding {
	subscribers := slices.Clone(c.List("to"))
	for _, o := range sc.Components {
		if from, ok := o.Values["from"]; ok && o.Kind == "worker" && slices.Contains(from.list, c.Name) {
			subscribers = append(subscribers, o.Name)
		}
	}
	var list []finding
	for _, f := range c.Filters("filter") {
		if !slices.Contains(subscribers, f.Subscriber) {
			list = append(list, finding{c.Name, "filter", fmt.Sprintf("filter of %s names %s, which does not subscribe to it", c.Name, quote(f.Subscriber)),
				didYouMean(f.Subscriber, "subscribers", subscribers)})
		}
	}
	return list
}

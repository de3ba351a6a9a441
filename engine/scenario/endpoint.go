package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"netsplit/calc/order"
	"netsplit/engine/network"
)

// Endpoint is how long the requests take whose path begins with Prefix.
type Endpoint struct {
	Prefix string
	Time   network.Distribution
}

// readEndpoints reads "/search=exp(50ms) /cart=5ms". The longest prefix comes
// first, which is the one that wins. "none" tells no paths apart.
func readEndpoints(text string) ([]Endpoint, error) {
	text = strings.TrimSpace(text)
	if text == "none" {
		return nil, nil
	}
	wrong := fmt.Errorf("%s are not the times of paths: write /search=exp(50ms) /cart=constant(5ms)", quote(text))
	rest, ok := strings.CutPrefix(" "+text, " /")
	if !ok {
		return nil, wrong
	}
	var list []Endpoint
	for e := range strings.SplitSeq(rest, " /") {
		path, law, ok := strings.Cut(strings.TrimRight(strings.TrimSpace(e), ","), "=")
		if !ok {
			return nil, wrong
		}
		p := Endpoint{Prefix: "/" + path}
		if err := checkPath(p.Prefix); err != nil {
			return nil, err
		}
		var err error
		if p.Time, err = network.ParseDistribution(law); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(o Endpoint) bool { return o.Prefix == p.Prefix }) {
			return nil, fmt.Errorf("%s is there twice: name each path once", quote(p.Prefix))
		}
		list = append(list, p)
	}
	if len(list) > maxRoutes {
		return nil, fmt.Errorf("%d paths are too many: at most %d", len(list), maxRoutes)
	}
	order.By(list, func(a, b Endpoint) int {
		return cmp.Or(cmp.Compare(len(b.Prefix), len(a.Prefix)), cmp.Compare(a.Prefix, b.Prefix))
	})
	return list, nil
}

// Endpoints are the paths with times of their own, the longest first.
func (c Component) Endpoints(name string) []Endpoint { return c.value(name, TypeEndpoints).endpoints }

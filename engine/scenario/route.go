package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"netsplit/calc/order"
)

// Route sends the requests whose path begins with Prefix to a component.
type Route struct{ Prefix, To string }

// maxRoutes and maxPath bound what one component may list.
const (
	maxRoutes = 64
	maxPath   = 200
)

// readRoutes reads "/cart=carts, /=web". The longest prefix comes first, which
// is the one that wins.
func (v *Value) readRoutes(p Param) error {
	for _, e := range splitList(v.Text) {
		prefix, to, ok := strings.Cut(e, "=")
		r := Route{strings.TrimSpace(prefix), strings.TrimSpace(to)}
		if !ok {
			return fmt.Errorf("%s is not a route: write /path=component", quote(e))
		}
		if err := checkPath(r.Prefix); err != nil {
			return err
		}
		if !isName(r.To) {
			return fmt.Errorf("%s is not a component's name: %s", quote(r.To), nameRule)
		}
		if slices.ContainsFunc(v.routes, func(o Route) bool { return o.Prefix == r.Prefix }) {
			return fmt.Errorf("%s is in %s twice: name each path once", quote(r.Prefix), p.Name)
		}
		v.routes = append(v.routes, r)
		if !slices.Contains(v.list, r.To) {
			v.list = append(v.list, r.To)
		}
	}
	if len(v.routes) > maxRoutes {
		return fmt.Errorf("%s has %d paths: at most %d", p.Name, len(v.routes), maxRoutes)
	}
	order.By(v.routes, func(a, b Route) int {
		return cmp.Or(cmp.Compare(len(b.Prefix), len(a.Prefix)), cmp.Compare(a.Prefix, b.Prefix))
	})
	v.Text = routesText(v.routes)
	return nil
}

// routesText is the form of a map of paths on one line.
func routesText(routes []Route) string {
	parts := make([]string, len(routes))
	for i, r := range routes {
		parts[i] = r.Prefix + "=" + r.To
	}
	return strings.Join(parts, ", ")
}

// checkPath refuses what no web address holds, and what would end the form of
// a route.
func checkPath(s string) error {
	ok := strings.HasPrefix(s, "/") && len(s) <= maxPath
	for i := range len(s) {
		c := s[i]
		ok = ok && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("/-_.~", c) >= 0)
	}
	if !ok {
		return fmt.Errorf("%s is not a path: write / and then letters, digits, - _ . ~ and more /, like /cart", quote(s))
	}
	return nil
}

// Routes are the paths that a component tells apart, the longest first.
func (c Component) Routes(name string) []Route { return slices.Clone(c.value(name, TypeRoutes).routes) }

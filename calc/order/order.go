// Package order sorts lists of structures with one compiled algorithm for all of
// them. slices.SortFunc is compiled anew for every type, 16 kB each, and fifty
// types would take a thirtieth of the whole program. Where speed matters more,
// in the checkers and the simulation, lists are sorted by package slices.
package order

import "slices"

// By sorts a list. Elements that compare as equal keep their order.
func By[T any](list []T, compare func(a, b T) int) {
	if len(list) < 2 {
		return
	}
	from := make([]int, len(list))
	for i := range from {
		from[i] = i
	}
	slices.SortStableFunc(from, func(i, j int) int { return compare(list[i], list[j]) })
	was := slices.Clone(list)
	for to, i := range from {
		list[to] = was[i]
	}
}

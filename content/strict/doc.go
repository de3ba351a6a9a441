// Package strict reads YAML that people write by hand: lessons' live blocks,
// drills, checklists, answers.
//
// An unknown key is an error, not a silence, and every error names the file,
// the line and the nearest valid word. The valid keys are those of the Go
// type that is filled, so there is no second list of them.
//
//	var problem struct{ ID string; Minutes int }
//	err := strict.Decode("drills/shop.yaml", 1, src, &problem)
//	// drills/shop.yaml:3: unknown key minute
//	//      3 | minute: 45
//	//   did you mean minutes?
//
// Keys are the names of the fields in lower case, or their yaml tags.
package strict

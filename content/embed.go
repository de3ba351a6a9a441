package content

import "embed"

// files are the lessons, scenarios, drills and checklists. The folders are
// embedded whole, so that adding a file is all that adding a lesson takes.
//
//go:embed lessons scenarios drills checklists
var files embed.FS

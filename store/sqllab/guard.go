package sqllab

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// readable are the pragmas that may be asked; settable those that may be given
// a value too. All others are refused, since many reach past the experiment:
// other files, or settings of the whole process.
var (
	readable = []string{
		"application_id", "cache_size", "collation_list", "compile_options", "data_version", "database_list", "encoding",
		"foreign_key_check", "foreign_key_list", "freelist_count", "function_list", "index_info", "index_list", "index_xinfo",
		"integrity_check", "max_page_count", "module_list", "page_count", "page_size", "pragma_list", "quick_check",
		"table_info", "table_list", "table_xinfo",
	}
	settable = []string{
		"automatic_index", "busy_timeout", "case_sensitive_like", "count_changes", "defer_foreign_keys", "foreign_keys", "full_column_names",
		"ignore_check_constraints", "journal_mode", "locking_mode", "optimize", "query_only", "read_uncommitted",
		"recursive_triggers", "reverse_unordered_selects", "short_column_names", "synchronous", "user_version", "wal_autocheckpoint", "wal_checkpoint",
	}
	// asking are those whose value in brackets names what is asked about.
	asking = []string{"foreign_key_check", "foreign_key_list", "index_info", "index_list", "index_xinfo", "integrity_check",
		"quick_check", "table_info", "table_list", "table_xinfo"}
)

// longestBusy bounds how long a session may ask to wait for a lock.
const longestBusy = 5000

// Refused says why statements are not let through, nil when they are.
func Refused(text string) error {
	if len(text) > longestSQL {
		return fmt.Errorf("a statement has at most %d characters", longestSQL)
	}
	if strings.ContainsRune(text, 0) {
		return fmt.Errorf("there is a NUL byte in the statement: SQLite would stop reading there")
	}
	statements, _ := words(text)
	for _, s := range statements {
		if len(s) > 0 && s[0].text == "explain" {
			s = s[1:]
			if len(s) > 1 && s[0].text == "query" && s[1].text == "plan" {
				s = s[2:]
			}
		}
		if len(s) == 0 {
			continue
		}
		switch s[0].text {
		case "attach", "detach":
			return fmt.Errorf("%s is not allowed here: an experiment has one database, and reaches no other file", strings.ToUpper(s[0].text))
		case "vacuum":
			return fmt.Errorf("VACUUM is not allowed here: it writes a second file")
		case "pragma":
			if err := pragma(s[1:]); err != nil {
				return err
			}
		}
	}
	return nil
}

func pragma(s []word) error {
	if len(s) > 2 && s[1].text == "." {
		s = s[2:]
	}
	if len(s) == 0 {
		return nil // a syntax error, which SQLite explains
	}
	name := s[0].text
	free := slices.Contains(settable, name)
	switch {
	case !free && !slices.Contains(readable, name):
		return fmt.Errorf("PRAGMA %s is not allowed here: it may reach past the experiment. Those that may be set: %s", name, strings.Join(settable, ", "))
	case !free && len(s) > 1 && !slices.Contains(asking, name):
		return fmt.Errorf("PRAGMA %s can be asked here, and not set", name)
	case name == "busy_timeout" && len(s) > 2:
		value, _ := strconv.Atoi(strings.TrimSpace(s[2].text))
		if value > longestBusy || s[2].quoted {
			return fmt.Errorf("PRAGMA busy_timeout goes up to %d milliseconds here", longestBusy)
		}
	}
	return nil
}

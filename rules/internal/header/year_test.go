// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package header

import (
	"testing"
	"time"
)

func TestYears(t *testing.T) {
	day := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]struct {
		taken    string
		any, new string // the fault by the policies any and current-if-added
	}{
		"2026 Acme":            {"2026", "", ""},
		"2019 Acme":            {"2019", "", yearOld},
		"2019-2026 Acme":       {"2019-2026", "", ""},
		"2019 - 2026, Acme":    {"2019 - 2026", "", ""},
		"2019–2024 Acme":       {"2019–2024", "", yearOld},
		"2019, 2021-2026 Acme": {"2019, 2021-2026", "", ""},
		"2019, Acme":           {"2019", "", yearOld},
		"2019-present Acme":    {"2019-present", "", ""},
		"2019-Present, Acme":   {"2019-Present", "", ""},
		"2019- Acme":           {"2019- ", "", ""},
		"2019 - Acme":          {"2019", "", yearOld},
		"2019 to 2026 Acme":    {"2019 to 2026", "", ""},
		"2019 and 2026 Acme":   {"2019 and 2026", "", ""},
		"2026-2019 Acme":       {"2026-2019", yearReversed, yearReversed},
		"2031 Acme":            {"2031", yearFuture, yearFuture},
		"2019-2031 Acme":       {"2019-2031", yearFuture, yearFuture},
		"Acme":                 {"", yearMissing, yearMissing},
		"20 Acme":              {"", yearMissing, yearMissing},
		"2020Acme":             {"", yearMissing, yearMissing},
		"123456":               {"", yearMissing, yearMissing},
		"":                     {"", yearMissing, yearMissing},
	} {
		y := readYears(text)
		if got := text[:y.length]; got != want.taken {
			t.Errorf("%q: takes %q, want %q", text, got, want.taken)
		}
		if got := y.fault(YearAny, true, day); got != want.any {
			t.Errorf("%q by any: %q, want %q", text, got, want.any)
		}
		if got := y.fault(YearCurrent, true, day); got != want.new {
			t.Errorf("%q by current-if-added: %q, want %q", text, got, want.new)
		}
		if got := y.fault(YearCurrent, false, day); got != want.any {
			t.Errorf("%q by current-if-added in an old file: %q, want %q", text, got, want.any)
		}
	}
}

// TestNewYear: nobody is told off for the time zone of the server.
func TestNewYear(t *testing.T) {
	eve := time.Date(2026, 12, 31, 20, 0, 0, 0, time.UTC)
	for text, now := range map[string]time.Time{"2026": eve, "2027": eve, "2026 ": eve.Add(8 * time.Hour)} {
		if fault := readYears(text).fault(YearCurrent, true, now); fault != "" {
			t.Errorf("%s at %s: %s", text, now, fault)
		}
	}
	if fault := readYears("2027").fault(YearAny, true, eve.Add(-24*time.Hour)); fault != yearFuture {
		t.Errorf("2027 a day before: %q", fault)
	}
}

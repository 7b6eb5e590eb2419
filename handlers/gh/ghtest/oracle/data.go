// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
)

// ORACLE_PACKAGES is the folder of the unpacked npm packages; trim/main.go tells
// how to fill it. Without it the data is left as it is: a clone has no packages.
//go:generate sh -c "if test -n '$ORACLE_PACKAGES'; then go run ./trim '$ORACLE_PACKAGES' data; else echo oracle: ORACLE_PACKAGES is not set, data left as it is; fi"

//go:embed data/api.json.gz
var apiData []byte

//go:embed data/events.json.gz
var eventsData []byte

//go:embed data/schema.graphql.gz
var schemaData []byte

//go:embed data/webhooks.json.gz
var webhooksData []byte

// unpack returns the content of one embedded file.
func unpack(name string, packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("oracle data %s: %w", name, err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("oracle data %s: %w", name, err)
	}
	return content, nil
}

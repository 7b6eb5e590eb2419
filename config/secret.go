// SPDX-FileCopyrightText: 2026 The Bylaw Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"io"

	"go.yaml.in/yaml/v4"
)

// mask is what every printer shows of a secret.
const mask = "(secret)"

// Secret is a value that no log, error or dump shows. Reveal is the one way to it.
type Secret struct{ value string }

// NewSecret wraps a value.
func NewSecret(value string) Secret { return Secret{value} }

// Reveal is the value itself: for the library that needs it, never for a message.
func (s Secret) Reveal() string { return s.value }

// String hides the value.
func (Secret) String() string { return mask }

// Format hides the value from every verb of fmt.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, mask) }

// MarshalText hides the value from JSON and YAML.
func (Secret) MarshalText() ([]byte, error) { return []byte(mask), nil }

func (s *Secret) decode(d *decoder, n *yaml.Node, what string) {
	if text, ok := d.text(n, what); ok {
		s.value = text
	}
}

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plantproof::plants::collection {

/// The forms of identifiers that the resolution system knows.
enum class Form { Handle, Oid, Gs1 };

/// What an identifier says of itself.
struct Identifier {
  Form form = Form::Handle;
  std::string owner;   ///< whose it is: "88.166.3", "1.2.156.10005.3", a GS1 company prefix such as "6901234"
  std::string object;  ///< which of the owner's: Handle's suffix, the rest of the OID, GTIN and serial number

  friend bool operator==(const Identifier&, const Identifier&) = default;
};

/// The digit that makes digits a GS1 key, GTIN or SSCC: weights 3 and 1 in turn from the right, up to the next ten
/// (GS1 General Specifications, 7.9). `digits` are without it, at least one and nothing but digits (assertion).
[[nodiscard]] char gs1_check_digit(std::string_view digits);

/// Reads an identifier; nothing where it breaks the rules of its form:
/// - Handle (RFC 3650, 3): prefix, a slash, suffix. The national system's prefix is 88, the secondary node's number and
///   the enterprise's, in digits between dots; the suffix is not empty and has no space.
/// - OID (ITU-T X.660): numbers between dots, none with a leading zero. Those of China's organisations begin with
///   1.2.156 and need a number of the organisation, one of its enterprise and one of the object.
/// - GS1 element string (GS1 General Specifications, 3 and 7.11) of an SGTIN: (01), a GTIN of 14 digits with the right
///   check digit, (21), a serial number of 1 to 20 characters of set 82. The company prefix has 7 digits behind 690 and
///   691, 8 behind 692 to 696, 9 behind 697 (GB 12904-2008, 4.3); others are not ours to part.
[[nodiscard]] std::optional<Identifier> parse_identifier(std::string_view text);

/// An identifier that parse_identifier reads, of enterprise `enterprise` at secondary node `node` (0 to 899 each) and
/// its object `object` (0 to 99 999).
[[nodiscard]] std::string make_identifier(Form form, std::int64_t node, std::int64_t enterprise, std::int64_t object);

}  // namespace plantproof::plants::collection

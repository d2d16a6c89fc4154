// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bus/base/fields.hpp"
#include "bus/base/time.hpp"
#include "bus/security/grants.hpp"

namespace rapport::bus {

/// Whose a key is; a kind brings grants of its own.
enum class KeyKind : unsigned char { program, person, service };
constexpr auto names_of(KeyKind) { return std::array<std::string_view, 3>{"program", "person", "service"}; }

/// One table of `grants.toml`: a key, whose it is, and what it may do (see Grants).
struct KeyEntry {
    std::string public_key;
    std::optional<std::string> previous;    ///< the key that this one has replaced
    std::optional<Instant> previous_until;  ///< until when that one is still let in
    KeyKind kind = KeyKind::program;
    std::vector<std::string> roles, call, serve, publish, subscribe;
    bool tap = false, see_personal = false, act_for_others = false;

    friend bool operator==(const KeyEntry&, const KeyEntry&) = default;
    static constexpr auto fields =
        describe(Field{"public", &KeyEntry::public_key, "40 characters of Z85"},
                 Field{"previous", &KeyEntry::previous, "the key that this one has replaced"},
                 Field{"previous_until", &KeyEntry::previous_until, "until when that one is let in"},
                 Field{"kind", &KeyEntry::kind, "program, person or service", defaulted},
                 Field{"roles", &KeyEntry::roles, "what services let it do"},
                 Field{"call", &KeyEntry::call, "patterns of service.method"},
                 Field{"serve", &KeyEntry::serve, "patterns of services"},
                 Field{"publish", &KeyEntry::publish, "patterns of sources"},
                 Field{"subscribe", &KeyEntry::subscribe, "patterns of types of events"},
                 Field{"tap", &KeyEntry::tap, "may see requests and answers of others", defaulted},
                 Field{"see_personal", &KeyEntry::see_personal, "may see personal fields", defaulted},
                 Field{"act_for_others", &KeyEntry::act_for_others, "may ask for any actor", defaulted});

    Grants grants(const std::string& name) const;
};

/// A folder of keys: `grants.toml` (what each may do; nothing secret), `bus.key` and `NAME.key` (secret, KeyFile).
/// Changes are made in one step and leave all else in the file, comments too, as it is; two at a time wait for each
/// other.
class KeyFolder {
public:
    explicit KeyFolder(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path grants() const { return path_ / "grants.toml"; }
    std::filesystem::path bus_key() const { return path_ / "bus.key"; }
    std::filesystem::path key(const std::string& name) const { return path_ / (name + ".key"); }

    /// By name. Error: not_found without the file, invalid_argument with the key and the field that is wrong; also if
    /// two tables have the same key.
    std::map<std::string, KeyEntry> read() const;

    /// Makes the folder (0700), the bus's key and a file without any. Error(already_exists) if there are any.
    void init() const;
    /// Error: already_exists for a name that is there, invalid_argument for one that is none (see is_key_name).
    void add(const std::string& name, const KeyEntry& entry) const;
    /// Error(not_found) for a name that is not there.
    void remove(const std::string& name) const;
    /// Another key under the name; the one that it had is let in until then, or no longer. Error(not_found).
    void replace(const std::string& name, const std::string& public_key, std::optional<Instant> previous_until) const;

private:
    std::filesystem::path path_;
};

/// 1 to 64 lower-case letters, digits, `-` and `_`, a letter or digit first; not `bus` or `local`.
bool is_key_name(std::string_view name);

}  // namespace rapport::bus

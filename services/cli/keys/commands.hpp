// SPDX-License-Identifier: MIT
#pragma once
#include <iosfwd>
#include <optional>
#include <string>

#include "bus/base/time.hpp"
#include "bus/security/grants_file.hpp"

/// What `rapport keys` does with a folder of keys. Each tells `out` what it did and what is to be done next, and throws
/// Error as KeyFolder does.
namespace rapport::cli::keys {

/// What most keys are for.
enum class Profile : unsigned char { none, service, gateway, op, observer };
/// The grants of a key of that name and profile. `service`: serves and tells as its name, hears everything and reads
/// histories. `gateway`: the same as `accounts`, asks everything for anybody. `op`: an operator, who asks, hears and
/// taps everything. `observer`: hears everything and sees who is there.
bus::KeyEntry grants_for(Profile profile, const std::string& name);

void init(const bus::KeyFolder& folder, std::ostream& out);

/// Whose key is added, and what it may do.
struct Add {
    std::string name;
    bus::KeyEntry grants;                   ///< its public_key is filled in
    std::optional<std::string> public_key;  ///< of one who keeps the secret; none: a pair is made
    std::string file;                       ///< where the key goes; empty: NAME.key in the folder
};
void add(const bus::KeyFolder& folder, Add what, std::ostream& out);

void list(const bus::KeyFolder& folder, bool json, std::ostream& out);
void revoke(const bus::KeyFolder& folder, const std::string& name, std::ostream& out);
/// `bus`: the bus's own key, and its public half in every key file of the folder.
void rotate(const bus::KeyFolder& folder, const std::string& name, Millis grace, Instant now, std::ostream& out);

/// `90s`, `30m`, `12h`, `7d`, `0`; nothing for what is none.
std::optional<Millis> duration_from(std::string_view text);

}  // namespace rapport::cli::keys

// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "bus/base/fields.hpp"

namespace rapport::bus {

/// A CURVE key pair, each as 40 characters of Z85 (ZeroMQ RFC 32).
struct KeyPair {
    std::string public_key, secret_key;
};
KeyPair new_key_pair();
/// Whether it is 40 characters of Z85.
bool is_key(std::string_view text);

/// What a peer has to come to a bus, or the bus itself to be known by: one small TOML file, its owner's alone.
struct KeyFile {
    std::string name;  ///< of the key, as the bus's grants name it; `bus`: the bus's own
    std::string public_key, secret_key;
    std::optional<std::string> bus;  ///< the bus's public key; not in the bus's own file

    static constexpr auto fields = describe(Field{"name", &KeyFile::name, "of the key"},
                                            Field{"public", &KeyFile::public_key, "40 characters of Z85"},
                                            Field{"secret", &KeyFile::secret_key, "40 characters of Z85", secret},
                                            Field{"bus", &KeyFile::bus, "the public key of the bus"});

    /// Error: not_found without the file, failed_precondition if others than its owner may read it, invalid_argument
    /// if it is no key or its halves do not belong together. None of them tells anything of the secret.
    static KeyFile read(const std::filesystem::path& file);
    /// Mode 0600, in one step. Error: failed_precondition with what the system says.
    void write(const std::filesystem::path& file) const;
};

}  // namespace rapport::bus

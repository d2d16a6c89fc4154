// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace rapport::gateway::accounts {

/// What is done under a key of this deployment. Hashes secrets that are long and random, so quickly that each request
/// may: BLAKE2b.
class KeyedHash {
public:
    /// The key in that file; made there (mode 0600) if there is none. Error if it cannot be read or is no key.
    static KeyedHash from_file(const std::filesystem::path& file);
    explicit KeyedHash(const std::array<unsigned char, 32>& key) : key_(key) {}

    /// 64 hexadecimal digits. `purpose` keeps what is hashed for one thing from being taken for another.
    std::string digest(std::string_view purpose, std::string_view secret) const;
    /// What is needed again as it was, so that the store may have it: XSalsa20 and Poly1305, hexadecimal digits.
    std::string sealed(std::string_view purpose, std::string_view secret) const;
    /// The same back; nothing if it was not sealed for that purpose with this key.
    std::optional<std::string> unsealed(std::string_view purpose, std::string_view text) const;

private:
    std::array<unsigned char, 32> hashed(std::string_view purpose, std::string_view secret) const;

    std::array<unsigned char, 32> key_;
};

/// `prefix` and 43 letters: 256 random bits.
std::string new_secret(std::string_view prefix);
/// Whether it has the form that new_secret gives it.
bool is_secret(std::string_view text, std::string_view prefix);
/// The same in the same time wherever they differ.
bool equal_secrets(std::string_view a, std::string_view b);

/// Argon2id at libsodium's interactive cost: takes some 50 ms and 64 MiB. Never on the HTTP or bus thread.
std::string password_hash(const std::string& password);
/// No password matches an empty hash, and that at once.
bool password_matches(const std::string& hash, const std::string& password);

/// Nothing if the file is not there.
std::optional<std::string> read_file(const std::filesystem::path& file);
/// Writes it whole or not at all, synced, readable by its owner alone.
void write_private(const std::filesystem::path& file, const std::string& content);

}  // namespace rapport::gateway::accounts

// SPDX-License-Identifier: MIT
#include "services/cli/backup/checksum.hpp"

#include <sodium.h>

#include <array>
#include <fstream>
#include <vector>

#include "bus/base/error.hpp"

namespace rapport::cli::backup {

std::string sha256_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    std::vector<char> some(1 << 20);
    while (in) {
        in.read(some.data(), static_cast<std::streamsize>(some.size()));
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(some.data()),
                                  static_cast<unsigned long long>(in.gcount()));
    }
    if (!in.eof()) throw Error(Code::failed_precondition, "cannot read " + file.string());
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256_final(&state, hash.data());
    std::string text(hash.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    text.pop_back();
    return text;
}

}  // namespace rapport::cli::backup

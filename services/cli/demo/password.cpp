// SPDX-License-Identifier: MIT
#include "services/cli/demo/password.hpp"

#include <sodium.h>

#include <array>
#include <string_view>

#include "bus/base/error.hpp"

namespace rapport::cli::demo {

std::string random_password() {
    constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
    static_assert(letters.size() == 32);
    std::string password;
    for (int i = 0; i < 20; ++i) {
        if (i && i % 5 == 0) password += '-';
        password += letters[randombytes_uniform(letters.size())];
    }
    return password;
}

std::string hash_of_password(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw Error(Code::resource_exhausted, "not enough memory to hash a password");
    return out.data();
}

}  // namespace rapport::cli::demo

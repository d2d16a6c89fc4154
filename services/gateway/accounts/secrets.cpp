// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/secrets.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "bus/base/error.hpp"

namespace rapport::gateway::accounts {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t secret_letters = 43;
constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& file) {
    throw Error(Code::internal, what + " " + file.string() + ": " + std::strerror(errno));
}

std::string in_hex(std::string_view bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    text.pop_back();
    return text;
}

}  // namespace

KeyedHash KeyedHash::from_file(const std::filesystem::path& file) {
    std::array<unsigned char, 32> key{};
    auto content = read_file(file);
    if (!content) {
        randombytes_buf(key.data(), key.size());
        content = std::string(key.begin(), key.end());
        write_private(file, *content);
    }
    if (content->size() != key.size())
        throw Error(Code::invalid_argument, file.string() + " is not the key that was made there: put that back");
    std::memcpy(key.data(), content->data(), key.size());
    return KeyedHash(key);
}

std::array<unsigned char, 32> KeyedHash::hashed(std::string_view purpose, std::string_view secret) const {
    std::string message(purpose);
    message += '\0';
    message += secret;
    std::array<unsigned char, 32> out{};
    crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                       key_.data(), key_.size());
    return out;
}

std::string KeyedHash::digest(std::string_view purpose, std::string_view secret) const {
    const auto out = hashed(purpose, secret);
    return in_hex({reinterpret_cast<const char*>(out.data()), out.size()});
}

std::string KeyedHash::sealed(std::string_view purpose, std::string_view secret) const {
    static_assert(crypto_secretbox_KEYBYTES == 32);
    const auto key = hashed("seal", purpose);
    std::string box(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size(), '\0');
    auto* const bytes = reinterpret_cast<unsigned char*>(box.data());
    randombytes_buf(bytes, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(bytes + crypto_secretbox_NONCEBYTES, reinterpret_cast<const unsigned char*>(secret.data()),
                          secret.size(), bytes, key.data());
    return in_hex(box);
}

std::optional<std::string> KeyedHash::unsealed(std::string_view purpose, std::string_view text) const {
    constexpr std::size_t least = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    std::string box(text.size() / 2, '\0');
    auto* const bytes = reinterpret_cast<unsigned char*>(box.data());
    std::size_t size = 0;
    if (sodium_hex2bin(bytes, box.size(), text.data(), text.size(), nullptr, &size, nullptr) != 0 || size < least)
        return {};
    const auto key = hashed("seal", purpose);
    std::string secret(size - least, '\0');
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(secret.data()), bytes + crypto_secretbox_NONCEBYTES,
                                   size - crypto_secretbox_NONCEBYTES, bytes, key.data()) != 0)
        return {};
    return secret;
}

std::string new_secret(std::string_view prefix) {
    std::array<unsigned char, secret_bytes> random{};
    randombytes_buf(random.data(), random.size());
    std::array<char, sodium_base64_ENCODED_LEN(secret_bytes, variant)> text{};
    sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), variant);
    return std::string(prefix) + text.data();
}

bool is_secret(std::string_view text, std::string_view prefix) {
    return text.size() == prefix.size() + secret_letters && text.starts_with(prefix) &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", prefix.size()) ==
               text.npos;
}

bool equal_secrets(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string password_hash(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw Error(Code::resource_exhausted, "not enough memory to hash a password");
    return out.data();
}

bool password_matches(const std::string& hash, const std::string& password) {
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::optional<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        if (!std::filesystem::exists(file)) return {};
        fail("cannot read", file);
    }
    std::stringstream content;
    content << in.rdbuf();
    return content.str();
}

void write_private(const std::filesystem::path& file, const std::string& content) {
    const auto beside = file.string() + ".new";
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) fail("cannot write", beside);
    const bool written = ::fchmod(fd, 0600) == 0 &&
                         ::write(fd, content.data(), content.size()) == static_cast<::ssize_t>(content.size()) &&
                         ::fsync(fd) == 0;
    ::close(fd);
    if (!written || ::rename(beside.c_str(), file.c_str()) != 0) fail("cannot write", file);
}

}  // namespace rapport::gateway::accounts

// SPDX-License-Identifier: MIT
#include "bus/security/key_file.hpp"

#include <sys/stat.h>
#include <zmq.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "bus/base/error.hpp"
#include "bus/security/toml.hpp"

namespace rapport::bus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_size = 40;
using KeyText = std::array<char, key_size + 1>;

void require_own(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) {
        const auto code = errno == ENOENT ? Code::not_found : Code::failed_precondition;
        throw Error(code, "cannot read the key " + file.string() + ": " + std::generic_category().message(errno));
    }
    if (info.st_mode & 0077)
        throw Error(Code::failed_precondition,
                    "the key " + file.string() + " may be read by others: chmod 600, or make a new one");
}

void require_pair(const KeyFile& key, const fs::path& file) {
    if (!is_key(key.public_key) || !is_key(key.secret_key) || (key.bus && !is_key(*key.bus)))
        throw Error(Code::invalid_argument, file.string() + ": a key is 40 characters of Z85");
    KeyText derived{};
    if (zmq_curve_public(derived.data(), key.secret_key.c_str()) != 0 || key.public_key != derived.data())
        throw Error(Code::invalid_argument, file.string() + ": public and secret do not belong together");
}

}  // namespace

KeyPair new_key_pair() {
    KeyText public_key{}, secret_key{};
    if (zmq_curve_keypair(public_key.data(), secret_key.data()) != 0)
        throw Error(Code::internal, "this ZeroMQ was built without CURVE");
    return {public_key.data(), secret_key.data()};
}

bool is_key(std::string_view text) {
    std::array<std::uint8_t, 32> bytes{};
    return text.size() == key_size && zmq_z85_decode(bytes.data(), std::string(text).c_str()) != nullptr;
}

KeyFile KeyFile::read(const fs::path& file) {
    require_own(file);
    const auto map = read_toml(file);
    refuse_unknown_keys(map, shape_of<KeyFile>(), file.string());
    KeyFile key;
    try {
        key = decode<KeyFile>(std::string_view(map));
    } catch (const Error& error) {
        throw Error(Code::invalid_argument, file.string() + ": " + error.message());
    }
    require_pair(key, file);
    return key;
}

void KeyFile::write(const fs::path& file) const {
    std::string text = "# Secret. Whoever has this file may do what the bus grants to this key.\n";
    text += "name = \"" + name + "\"\npublic = \"" + public_key + "\"\nsecret = \"" + secret_key + "\"\n";
    if (bus) text += "bus = \"" + *bus + "\"\n";
    write_file(file, text, 0600);
}

}  // namespace rapport::bus

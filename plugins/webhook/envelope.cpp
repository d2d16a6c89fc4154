// SPDX-License-Identifier: MIT
#include "envelope.hpp"

#include <sodium.h>

#include <rapport/http.hpp>
#include <sstream>
#include <stdexcept>

namespace webhook {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t shortest = 24, longest = 64;

std::string base64(const unsigned char* data, std::size_t size) {
    std::string out(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), data, size, sodium_base64_VARIANT_ORIGINAL);
    out.pop_back();  // the terminator
    return out;
}

std::string hmac(const std::string& key, std::string_view content) {
    unsigned char code[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(content.data()), content.size());
    crypto_auth_hmacsha256_final(&state, code);
    return base64(code, sizeof code);
}

}  // namespace

std::string key_of(std::string_view secret) {
    if (!secret.starts_with(prefix)) throw std::invalid_argument("'/secret' must start with whsec_");
    secret.remove_prefix(prefix.size());
    std::string key(longest, '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(key.data()), key.size(), secret.data(), secret.size(),
                          nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != secret.data() + secret.size() || size < shortest)
        throw std::invalid_argument("'/secret' must be whsec_ and the base64 of 24 to 64 bytes");
    key.resize(size);
    return key;
}

std::vector<std::string> keys_of(const std::string& secrets) {
    std::vector<std::string> keys;
    std::istringstream lines(secrets);
    for (std::string line; std::getline(lines, line);)
        if (const auto end = line.find_last_not_of(" \t\r"); end != line.npos)
            keys.push_back(key_of(std::string_view(line).substr(0, end + 1)));
    if (keys.empty()) throw std::invalid_argument("'/secret' leads to nothing but blank lines");
    return keys;
}

std::string signature(const std::vector<std::string>& keys, std::string_view id, std::int64_t timestamp,
                      std::string_view body) {
    std::string content(id);
    content.append(".").append(std::to_string(timestamp)).append(".").append(body);
    std::string out;
    for (const auto& key : keys) out.append(out.empty() ? "v1," : " v1,").append(hmac(key, content));
    return out;
}

std::string body_of(const rapport::Message& message) {
    if (!message.event.empty()) return std::string(message.event);
    const auto member = [](const char* name, std::string_view value) {
        return std::string("\"") + name + "\":" + rapport::json_string(value);
    };
    return R"({"specversion":"1.0",)" + member("id", message.key) +
           R"(,"source":"rapport","type":"rapport.message","datacontenttype":"application/json","data":{)" +
           member("to", message.to) + "," + member("subject", message.subject) + "," + member("text", message.text) +
           "," + member("language", message.language) + "}}";
}

}  // namespace webhook

// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/base64.hpp"

#include <sodium.h>

namespace rapport::gateway::accounts {

std::optional<std::string> from_base64(const std::string& text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                         text.size(), " \r\n", &size, &end, sodium_base64_VARIANT_ORIGINAL);
    if (failed != 0 || end != text.data() + text.size()) return {};
    bytes.resize(size);
    return bytes;
}

}  // namespace rapport::gateway::accounts

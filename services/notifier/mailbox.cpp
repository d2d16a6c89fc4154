// SPDX-License-Identifier: MIT
#include "services/notifier/mailbox.hpp"

#include <idn2.h>

#include <algorithm>
#include <memory>

namespace rapport::notifier {
namespace {

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

}  // namespace

std::string mailbox_of(const std::string& address) {
    const auto at = address.rfind('@');
    if (at == address.npos) return lower_case(address);
    const std::string domain = address.substr(at + 1);
    char* found = nullptr;
    if (idn2_to_ascii_8z(domain.c_str(), &found, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
        return lower_case(address);
    const std::unique_ptr<char, void (*)(void*)> ascii(found, idn2_free);
    return lower_case(address.substr(0, at + 1) + ascii.get());
}

}  // namespace rapport::notifier

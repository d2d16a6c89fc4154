// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

namespace rapport {

/// An amount in the smallest unit of its currency. Two currencies are never added up.
struct Money {
    std::int64_t minor = 0;  ///< cents, pence, yen
    std::string currency;    ///< ISO 4217, `EUR`

    friend bool operator==(const Money&, const Money&) = default;
    static constexpr auto fields =
        describe(Field{"minor", &Money::minor, "amount in the currency's smallest unit"},
                 Field{"currency", &Money::currency, "ISO 4217 code, such as EUR", length(3, 3)});
};

}  // namespace rapport

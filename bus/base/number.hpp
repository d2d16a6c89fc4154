// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport {

/// A number as our JSON has it, wherever people read it: with as many digits as it takes to read the same value again
/// (`0.1`, `1000000.25`, `123456789`, `1e+300`), whatever the locale. `null` for what is no finite number.
std::string number_text(double value);

}  // namespace rapport

// SPDX-License-Identifier: MIT
// Built with everything visible, as a build system does that nobody told otherwise.
#include <rapport/plugin.hpp>

namespace acme {

/// One for the whole process, however many plugins have a variable of this name.
template <class>
struct Counted {
    static inline int counter = 0;
};
struct shared : Counted<shared> {};
#ifdef __clang__  // which marks nothing as unique; g++ marks the counter
__asm__(
    ".data\n.globl _ZN4acme6uniqueE\n.type _ZN4acme6uniqueE, @gnu_unique_object\n.size _ZN4acme6uniqueE, 4\n"
    "_ZN4acme6uniqueE: .zero 4\n.text");
#endif

struct Clashing : rapport::Rule {
    Factor calls{this, "calls"};
    void score(Row& row) const {
        ++shared::counter;
        row[calls] = 1;
    }
};

}  // namespace acme

RAPPORT_RULE(acme::Clashing, "com.example.clashing", "1.0.0", "Shares what it should not", 0, 1)

// SPDX-License-Identifier: MIT
#pragma once

// The grammar of criteria texts: names, operators, values, "and", "or" and parentheses.

#include <wua/agent/criteria_field.hpp>
#include <wua/com/ascii.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/enums.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

enum class criteria_operator : std::uint8_t
{
    equal,
    not_equal,
    contains,
};

// One comparison; the field determines which of the values counts.
struct criteria_test
{
    criteria_field field{};
    criteria_operator comparison{};
    std::int32_t number = 0;
    std::string text{};
    bool is_anything = false; // DeploymentAction=*
};

// A comparison, or a combination of the last two results.
struct criteria_step
{
    enum class kind : std::uint8_t
    {
        test,
        both,
        either,
    };

    kind what = kind::test;
    criteria_test test{};
};

struct criteria_name
{
    enum class value_kind : std::uint8_t
    {
        boolean,
        integer,
        text,
    };

    std::string_view name;
    criteria_field field;
    value_kind value;
    bool allows_not_equal;
};

inline constexpr criteria_name criteria_names[] = {
    {"Type", criteria_field::type, criteria_name::value_kind::text, true},
    {"DeploymentAction", criteria_field::deployment_action, criteria_name::value_kind::text, false},
    {"IsAssigned", criteria_field::is_assigned, criteria_name::value_kind::boolean, false},
    {"BrowseOnly", criteria_field::browse_only, criteria_name::value_kind::boolean, false},
    {"AutoSelectOnWebSites", criteria_field::auto_select_on_web_sites, criteria_name::value_kind::boolean, false},
    {"UpdateID", criteria_field::update_id, criteria_name::value_kind::text, true},
    {"RevisionNumber", criteria_field::revision_number, criteria_name::value_kind::integer, false},
    {"CategoryIDs", criteria_field::category_ids, criteria_name::value_kind::text, false},
    {"IsInstalled", criteria_field::is_installed, criteria_name::value_kind::boolean, false},
    {"IsHidden", criteria_field::is_hidden, criteria_name::value_kind::boolean, false},
    {"IsPresent", criteria_field::is_present, criteria_name::value_kind::boolean, false},
    {"RebootRequired", criteria_field::reboot_required, criteria_name::value_kind::boolean, false},
};

/// Turns the text into steps in reverse Polish notation. Has its own stack, so that no text can exhaust the thread's.
class criteria_parser
{
public:
    criteria_parser(std::string_view text, std::size_t max_depth);

    std::vector<criteria_step> steps;

private:
    // In ascending order of precedence.
    enum waiting : char
    {
        waiting_parenthesis,
        waiting_either,
        waiting_both,
    };

    [[noreturn]] static void fail(std::size_t position, const std::string& reason);

    static bool is_letter(char c) noexcept
    {
        return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
    }

    void skip_space() noexcept
    {
        m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size());
    }

    bool accept(std::string_view symbol) noexcept;

    std::string_view read_word() noexcept;

    void read_operand();

    void read_closing();

    void read_conjunction();

    // Moves the operators of at least the precedence of `least` from the stack to the steps.
    void pop_operators(waiting least);

    void read_test();

    criteria_operator read_operator(const criteria_name& property);

    void read_value(const criteria_name& property, criteria_test& test);

    // The value whose enumerator is `prefix` followed by `text`.
    template <class Enum>
    static std::int32_t number_of(std::string_view prefix, std::string_view text, std::size_t position)
    {
        for (const auto& known : values_of<Enum>)
        {
            if (equal_ignoring_case(known.name.substr(prefix.size()), text))
            {
                return known.value;
            }
        }
        fail(position, "this property has no such value");
    }

    std::int32_t read_number();

    // A text in single quotes, of which two in a row stand for one.
    std::string read_text();

    std::string_view m_text;
    std::size_t m_max_depth;
    std::size_t m_at = 0;
    std::size_t m_depth = 0;
    std::string m_waiting; // a stack of `waiting`; another std::vector would cost compile time
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/criteria_parser.ipp>
#endif

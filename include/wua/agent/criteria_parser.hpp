// SPDX-License-Identifier: MIT
#pragma once

// The grammar of criteria texts: names, operators, values, "and", "or" and parentheses.

#include <wua/agent/criteria_error.hpp>
#include <wua/agent/criteria_field.hpp>
#include <wua/com/ascii.hpp>
#include <wua/wuapi/enums.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace wua::detail
{

enum class criteria_operator : std::uint8_t
{
    equal,
    not_equal,
    contains,
};

// One comparison; which of the values counts depends on the field.
struct criteria_test
{
    criteria_field field{};
    criteria_operator comparison{};
    std::int32_t number = 0;
    std::string text{};
    bool is_anything = false; // DeploymentAction=*
};

struct criteria_step
{
    enum class kind : std::uint8_t
    {
        test,
        both,
        either,
    };

    kind what = kind::test;
    std::size_t test = 0; // an index into the tests
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

inline constexpr auto criteria_names = std::to_array<criteria_name>({
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
});

/// Turns the text into steps in reverse Polish order. Has a stack of its own, so that no text can exhaust the thread's.
class criteria_parser
{
public:
    criteria_parser(std::string_view text, std::size_t max_depth) : m_text(text), m_max_depth(max_depth)
    {
        for (;;)
        {
            read_operand();
            read_closing();
            if (skip_space(); m_at == m_text.size())
            {
                break;
            }
            read_conjunction();
        }
        pop_operators(waiting::either);
        if (!m_waiting.empty())
        {
            fail(m_at, "a ')' is missing");
        }
    }

    std::vector<criteria_test> tests;
    std::vector<criteria_step> steps;

private:
    // In ascending order of how tightly they bind.
    enum class waiting : std::uint8_t
    {
        parenthesis,
        either,
        both,
    };

    [[noreturn]] static void fail(std::size_t position, const std::string& reason)
    {
        throw criteria_error(position, reason);
    }

    static bool is_letter(char c) noexcept
    {
        return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
    }

    void skip_space() noexcept
    {
        m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size());
    }

    bool accept(std::string_view symbol) noexcept
    {
        skip_space();
        if (!m_text.substr(m_at).starts_with(symbol))
        {
            return false;
        }
        m_at += symbol.size();
        return true;
    }

    std::string_view read_word() noexcept
    {
        skip_space();
        const std::size_t begin = m_at;
        while (m_at != m_text.size() && is_letter(m_text[m_at]))
        {
            ++m_at;
        }
        return m_text.substr(begin, m_at - begin);
    }

    void read_operand()
    {
        while (accept("("))
        {
            if (++m_depth > m_max_depth)
            {
                fail(m_at - 1, "too many parentheses within one another");
            }
            m_waiting.push_back(waiting::parenthesis);
        }
        read_test();
    }

    void read_closing()
    {
        while (accept(")"))
        {
            pop_operators(waiting::either);
            if (m_waiting.empty())
            {
                fail(m_at - 1, "a ')' without its '('");
            }
            m_waiting.pop_back();
            --m_depth;
        }
    }

    void read_conjunction()
    {
        const std::size_t begin = m_at;
        const std::string_view word = read_word();
        const bool both = equal_ignoring_case(word, "and");
        if (!both && !equal_ignoring_case(word, "or"))
        {
            fail(begin, "'and', 'or' or the end is expected");
        }
        const waiting found = both ? waiting::both : waiting::either;
        pop_operators(found);
        m_waiting.push_back(found);
    }

    // Moves the operators that bind at least as tightly as `least` from the stack to the steps.
    void pop_operators(waiting least)
    {
        while (!m_waiting.empty() && m_waiting.back() >= least)
        {
            const bool both = m_waiting.back() == waiting::both;
            steps.push_back({both ? criteria_step::kind::both : criteria_step::kind::either, 0});
            m_waiting.pop_back();
        }
    }

    void read_test()
    {
        skip_space();
        const std::size_t begin = m_at;
        const std::string_view word = read_word();
        const criteria_name* known = nullptr;
        for (const criteria_name& row : criteria_names)
        {
            if (equal_ignoring_case(row.name, word))
            {
                known = &row;
            }
        }
        if (known == nullptr)
        {
            fail(begin, word.empty() ? "the name of a property is expected" : "no property has this name");
        }
        criteria_test test;
        test.field = known->field;
        test.comparison = read_operator(*known);
        read_value(*known, test);
        steps.push_back({criteria_step::kind::test, tests.size()});
        tests.push_back(std::move(test));
    }

    criteria_operator read_operator(const criteria_name& property)
    {
        skip_space();
        const std::size_t begin = m_at;
        const bool is_list = property.field == criteria_field::category_ids;
        if (!is_list && accept("="))
        {
            return criteria_operator::equal;
        }
        if (property.allows_not_equal && accept("!="))
        {
            return criteria_operator::not_equal;
        }
        if (is_list && equal_ignoring_case(read_word(), "contains"))
        {
            return criteria_operator::contains;
        }
        fail(begin, "this property cannot be compared like this");
    }

    void read_value(const criteria_name& property, criteria_test& test)
    {
        skip_space();
        const std::size_t begin = m_at;
        if (property.field == criteria_field::deployment_action && accept("*"))
        {
            test.is_anything = true;
            return;
        }
        if (property.value != criteria_name::value_kind::text)
        {
            test.number = read_number();
            if (property.value == criteria_name::value_kind::boolean && test.number != 0 && test.number != 1)
            {
                fail(begin, "0 or 1 is expected");
            }
            return;
        }
        test.text = read_text();
        if (property.field == criteria_field::type)
        {
            test.number = number_of<UpdateType>("ut", test.text, begin);
        }
        else if (property.field == criteria_field::deployment_action)
        {
            test.is_anything = test.text == "*";
            test.number = test.is_anything ? 0 : number_of<DeploymentAction>("da", test.text, begin);
        }
    }

    // The value whose enumerator is `prefix` and then `text`.
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

    std::int32_t read_number()
    {
        const char* const end = m_text.data() + m_text.size();
        std::int32_t number = 0;
        const auto read = std::from_chars(m_text.data() + m_at, end, number);
        if (read.ec != std::errc() || (read.ptr != end && (is_letter(*read.ptr) || is_digit(*read.ptr))))
        {
            fail(m_at, "a whole number of 32 bits is expected");
        }
        m_at = static_cast<std::size_t>(read.ptr - m_text.data());
        return number;
    }

    // Between single quotes, of which two stand for one.
    std::string read_text()
    {
        const std::size_t begin = m_at;
        if (!accept("'"))
        {
            fail(begin, "text between single quotes is expected");
        }
        std::string text;
        for (;;)
        {
            const std::size_t quote = m_text.find('\'', m_at);
            if (quote == std::string_view::npos)
            {
                fail(m_text.size(), "the closing quote is missing");
            }
            text += m_text.substr(m_at, quote - m_at);
            m_at = quote + 1;
            if (m_at == m_text.size() || m_text[m_at] != '\'')
            {
                return text;
            }
            text += '\'';
            ++m_at;
        }
    }

    std::string_view m_text;
    std::size_t m_max_depth;
    std::size_t m_at = 0;
    std::size_t m_depth = 0;
    std::vector<waiting> m_waiting;
};

} // namespace wua::detail

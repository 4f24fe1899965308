// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/criteria_parser.hpp>.

#include <wua/agent/criteria_error.hpp>
#include <wua/agent/criteria_parser.hpp>

#include <charconv>
#include <system_error>
#include <utility>

namespace wua::detail
{

WUA_INLINE criteria_parser::criteria_parser(std::string_view text, std::size_t max_depth)
    : m_text(text),
      m_max_depth(max_depth)
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
    pop_operators(waiting_either);
    if (!m_waiting.empty())
    {
        fail(m_at, "a ')' is missing");
    }
}

WUA_INLINE void criteria_parser::fail(std::size_t position, const std::string& reason)
{
    throw criteria_error(position, reason);
}

WUA_INLINE bool criteria_parser::accept(std::string_view symbol) noexcept
{
    skip_space();
    if (!m_text.substr(m_at).starts_with(symbol))
    {
        return false;
    }
    m_at += symbol.size();
    return true;
}

WUA_INLINE std::string_view criteria_parser::read_word() noexcept
{
    skip_space();
    const std::size_t begin = m_at;
    while (m_at != m_text.size() && is_letter(m_text[m_at]))
    {
        ++m_at;
    }
    return m_text.substr(begin, m_at - begin);
}

WUA_INLINE void criteria_parser::read_operand()
{
    while (accept("("))
    {
        if (++m_depth > m_max_depth)
        {
            fail(m_at - 1, "parentheses are nested too deeply");
        }
        m_waiting.push_back(waiting_parenthesis);
    }
    read_test();
}

WUA_INLINE void criteria_parser::read_closing()
{
    while (accept(")"))
    {
        pop_operators(waiting_either);
        if (m_waiting.empty())
        {
            fail(m_at - 1, "a ')' without its '('");
        }
        m_waiting.pop_back();
        --m_depth;
    }
}

WUA_INLINE void criteria_parser::read_conjunction()
{
    const std::size_t begin = m_at;
    const std::string_view word = read_word();
    const bool both = equal_ignoring_case(word, "and");
    if (!both && !equal_ignoring_case(word, "or"))
    {
        fail(begin, "'and', 'or' or the end is expected");
    }
    const waiting found = both ? waiting_both : waiting_either;
    pop_operators(found);
    m_waiting.push_back(found);
}

WUA_INLINE void criteria_parser::pop_operators(waiting least)
{
    while (!m_waiting.empty() && m_waiting.back() >= least)
    {
        const bool both = m_waiting.back() == waiting_both;
        steps.push_back({both ? criteria_step::kind::both : criteria_step::kind::either});
        m_waiting.pop_back();
    }
}

WUA_INLINE void criteria_parser::read_test()
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
    steps.push_back({criteria_step::kind::test, std::move(test)});
}

WUA_INLINE criteria_operator criteria_parser::read_operator(const criteria_name& property)
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

WUA_INLINE void criteria_parser::read_value(const criteria_name& property, criteria_test& test)
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

WUA_INLINE std::int32_t criteria_parser::read_number()
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

WUA_INLINE std::string criteria_parser::read_text()
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

} // namespace wua::detail

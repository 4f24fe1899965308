// SPDX-License-Identifier: MIT
#pragma once

// A reference to something callable, for parameters: as std::function_ref of C++26. Unlike std::function it owns
// nothing, allocates nothing and costs a compiler one function per type of callable.

#include <type_traits>
#include <utility>

namespace wua::detail
{

template <class Signature>
class function_ref;

/// Must not outlive what it refers to.
template <class Result, class... Arguments>
class function_ref<Result(Arguments...)>
{
public:
    template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, function_ref>)
    function_ref(F&& f) noexcept
        : m_callable(const_cast<void*>(static_cast<const void*>(&f))),
          m_call([](void* callable, Arguments... arguments) -> Result {
              return (*static_cast<std::remove_reference_t<F>*>(callable))(std::forward<Arguments>(arguments)...);
          })
    {}

    Result operator()(Arguments... arguments) const
    {
        return m_call(m_callable, std::forward<Arguments>(arguments)...);
    }

private:
    void* m_callable;
    Result (*m_call)(void*, Arguments...);
};

} // namespace wua::detail

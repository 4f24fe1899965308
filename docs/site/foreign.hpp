// SPDX-License-Identifier: MIT
// For Doxygen alone: the namespaces of others in which this library specialises templates.
namespace fmt
{
}
namespace std
{
}

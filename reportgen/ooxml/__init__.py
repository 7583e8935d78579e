"""Word files as what they are made of (OOXML): the package with its parts, and the names in them.

package  bytes → parts, or what is wrong with the bytes     wordml  elements, attributes and what they say
"""

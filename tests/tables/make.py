"""Writes src/rst/tables.rs: the character classes of docutils and of the Python it runs on.

Run it with the interpreter that has the judge's docutils: PYTHON tests/tables/make.py > src/rst/tables.rs
"""

import sys
import unicodedata

from docutils.utils import punctuation_chars
from docutils.utils.urischemes import schemes

EVERY = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]


def ranges(characters):
    """Neighbouring code points as (first, last) pairs."""
    runs = []
    for code in sorted(map(ord, characters)):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return runs


def expand(charclass):
    """The members of the inside of a regular expression's [...]."""
    members, index = [], 0
    characters = []
    while index < len(charclass):
        if charclass[index] == '\\':
            index += 1
            characters.append((charclass[index], False))
        else:
            characters.append((charclass[index], charclass[index] == '-'))
        index += 1
    index = 0
    while index < len(characters):
        character, _ = characters[index]
        if index + 2 < len(characters) and characters[index + 1][1]:
            members += [chr(code) for code in range(ord(character), ord(characters[index + 2][0]) + 1)]
            index += 3
        else:
            members.append(character)
            index += 1
    return members


def print_numbers(numbers):
    line = ''
    for number in numbers:
        item = f'{number:#x}, '
        if len(line) + len(item) > 96:
            print('    ' + line.rstrip())
            line = ''
        line += item
    print('    ' + line.rstrip())
    print('];')


def table(name, comment, characters):
    print(f'\n/// {comment}')
    print(f'pub(crate) const {name}: &[u32] = &[')
    print_numbers(edge for first, last in ranges(characters) for edge in (first, last + 1))


openers = expand(punctuation_chars.openers)
closers = expand(punctuation_chars.closers)
pairs = {}
for opener, closer in zip(openers, closers):
    pairs.setdefault(opener, closer)
for opener, more in punctuation_chars.quote_pairs.items():
    pairs[opener] += ''.join(character for character in more if character not in pairs[opener])

version = unicodedata.unidata_version
print('//! Character classes as docutils and Python see them. Made by tests/tables/make.py from Python\'s Unicode')
print(f'//! {version}; do not edit. A class is a list of edges: the first code point inside, the first outside, and so')
print('//! on. Code points that this Unicode does not know count as wide, as they do in this Python: new emoji are.')
table('WIDE', 'East Asian width W or F.',
      [c for c in EVERY if unicodedata.east_asian_width(c) in 'WF'])
table('COMBINING', 'A canonical combining class other than 0.',
      [c for c in EVERY if unicodedata.combining(c)])
table('WORD', 'A letter or digit in Python\'s eyes (without the underscore).',
      [c for c in EVERY if c.isalnum()])
table('OPENERS', 'What may stand before a start-string, brackets and quotes.', openers)
table('CLOSERS', 'What may stand after an end-string, brackets and quotes.', closers)
table('DELIMITERS', 'Punctuation that may stand on either side.', expand(punctuation_chars.delimiters))
print('\n/// For the rule of the quoted start-string: an opening character, a closing one that matches it, and so on.')
print('pub(crate) const PAIRS: &[u32] = &[')
print_numbers(ord(c) for opener in sorted(pairs) for closer in pairs[opener] for c in (opener, closer))
print('\n/// URI schemes that docutils knows, in order, with a space between.')
print('pub(crate) const SCHEMES: &str = "\\')
line = ''
for scheme in sorted(schemes):
    if len(line) + len(scheme) > 90:
        print(f'    {line}\\')
        line = ''
    line += scheme + ' '
print(f'    {line.rstrip()}";')

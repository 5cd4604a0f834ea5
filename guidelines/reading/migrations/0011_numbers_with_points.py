"""Changes no table: whoever updates runs `migrate`, and after it the search rows of the older recipe are made anew.

From recipe 3 on a number with points is one word, so that “1:1” finds no “policy 1.1”.
"""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reading", "0010_stamps")]
    operations: ClassVar = []

"""Changes a rulebook one small thing at a time and sees whether its cases notice; tells what they cover."""

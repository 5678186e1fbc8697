"""The codes that stores are refused with, under the names the code uses."""

BAD = 40097
"""A field is missing or is not what it should be."""
NO_OPENID = 40003
NO_SUCH = 100002
"""No such order, coupon, task … of this store."""
NO_PRODUCT = 10020052
ORDER_STATE = 101100
"""The order's state does not allow it."""
AFTERSALE_STATE = 10021041
"""The after-sale's state does not allow it."""
QUOTA = 45009
DATE_RANGE = 61501
